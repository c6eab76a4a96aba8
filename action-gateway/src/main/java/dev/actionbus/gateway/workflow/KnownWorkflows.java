package dev.actionbus.gateway.workflow;

import dev.actionbus.client.BusConfig;
import dev.actionbus.event.WorkflowDefined;
import dev.actionbus.gateway.topic.TableTopic;
import dev.actionbus.wire.Contract;
import dev.actionbus.workflow.ResolveSubWorkflows;
import dev.actionbus.workflow.Workflow;
import dev.actionbus.workflow.WorkflowReader;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of workflows, as a table. What a version says never changes: of two records of a
 * version the first counts, for every gateway.
 */
final class KnownWorkflows implements ResolveSubWorkflows.Known, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KnownWorkflows.class);

    private final NavigableMap<String, NavigableMap<Integer, Stored>> byName = new TreeMap<>();
    private final TableTopic topic;

    /**
     * A version as it lies on the topic.
     *
     * @param workflow what it says
     */
    record Stored(WorkflowDefined record, Workflow workflow) {}

    /** Returns when all that was there has been read. */
    KnownWorkflows(BusConfig config) {
        topic = new TableTopic(config, config.topics().workflows(), Contract.WORKFLOWS, this::read);
    }

    /**
     * @return what the version says now, which may be what somebody else wrote before
     * @throws KafkaException whether it was written is not known
     */
    Stored write(WorkflowDefined version) {
        topic.write(version.getName() + "@" + version.getVersion(), version);
        return stored(version.getName(), OptionalInt.of(version.getVersion())).orElseThrow();
    }

    /** Of all versions, ascending; empty where there is no such workflow. */
    List<Stored> versions(String name) {
        synchronized (byName) {
            return List.copyOf(byName.getOrDefault(name, new TreeMap<>()).values());
        }
    }

    /**
     * @param version empty: the newest
     */
    Optional<Stored> stored(String name, OptionalInt version) {
        List<Stored> all = versions(name);
        return version.isEmpty()
                ? all.stream().reduce((a, b) -> b)
                : all.stream()
                        .filter(s -> s.record().getVersion() == version.getAsInt())
                        .findFirst();
    }

    @Override
    public Optional<Workflow> find(String name, OptionalInt version) {
        return stored(name, version).map(Stored::workflow);
    }

    @Override
    public Set<String> names() {
        synchronized (byName) {
            return new TreeSet<>(byName.keySet());
        }
    }

    private void read(SpecificRecord record) {
        if (!(record instanceof WorkflowDefined defined)) {
            throw new IllegalStateException("not of workflows: " + record);
        }
        try {
            Workflow workflow = WorkflowReader.stored(defined.getDefinition());
            synchronized (byName) {
                byName.computeIfAbsent(defined.getName(), _ -> new TreeMap<>())
                        .putIfAbsent(defined.getVersion(), new Stored(defined, workflow));
            }
        } catch (IllegalArgumentException e) {
            log.error(
                    "{}@{} is not a workflow of this version of the program: {}",
                    defined.getName(),
                    defined.getVersion(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
