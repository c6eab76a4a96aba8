package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/** Ledgers in processes of their own, on topics of their own: to be killed and started again. */
final class LedgerProcesses implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final BusKafka kafka;
    private final Path directory;
    private final Projector.Home home;
    private final Duration lease;
    private final Topics topics;
    private final RecordCodec codec;
    private final List<ProjectorProcess> started = new ArrayList<>();

    LedgerProcesses(BusKafka kafka, Path directory, Projector.Home home, Duration lease) {
        this.kafka = kafka;
        this.directory = directory;
        this.home = home;
        this.lease = lease;
        topics = kafka.freshTopics(home.partitions());
        codec = new RecordCodec(kafka.registry());
        codec.registerAll();
    }

    Topics topics() {
        return topics;
    }

    RecordCodec codec() {
        return codec;
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    Path keys() {
        return directory.resolve("log.key");
    }

    /** One with its state in a directory of this name. */
    ProjectorProcess start(String name) throws IOException {
        return start(name, ProjectorProcess.HEAP);
    }

    /**
     * @param heap the most memory for objects, as in 256m
     */
    ProjectorProcess start(String name, String heap) throws IOException {
        ProjectorProcess process =
                new ProjectorProcess(
                        kafka.bootstrapServers(),
                        topics,
                        home,
                        directory.resolve(name),
                        keys(),
                        lease,
                        heap);
        started.add(process);
        return process;
    }

    /** The same in this process, when all others are gone. */
    Projector here(String name) throws IOException, InterruptedException {
        forgetMembers();
        Projector projector = Projector.start(settings(name), codec, home, NearbyExecutor.NOBODY);
        assertThat(projector.awaitRunning(PATIENCE)).isTrue();
        return projector;
    }

    ProjectorSettings settings(String name) {
        return new ProjectorSettings(
                client(),
                topics,
                directory.resolve(name).resolve("state"),
                keys(),
                "127.0.0.1:1",
                lease,
                0);
    }

    /**
     * Somebody who does their work.
     *
     * @param dies which attempts are never heard of again
     * @param result of all others
     */
    BusyHands hands(Predicate<AttemptGranted> dies, String result) {
        return new BusyHands(
                kafka.bootstrapServers(), topics, codec, home.partitions(), dies, result);
    }

    /** Who was killed would be waited for until its session has timed out. */
    void forgetMembers() throws InterruptedException {
        try (Admin admin = Admin.create(client())) {
            admin.removeMembersFromConsumerGroup(
                            TopicLayout.ledgerGroup(topics),
                            new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // it had not even joined
        }
    }

    /** How many events of a kind there are. */
    long events(Class<? extends SpecificRecord> type) {
        return kafka.readAll(topics.events()).stream()
                .map(it -> codec.decode(it.value(), Contract.EVENTS))
                .filter(it ->
                        it instanceof Decoded.Readable readable
                                && type.isInstance(readable.value()))
                .count();
    }

    void killAll() throws InterruptedException {
        for (ProjectorProcess process : started) {
            process.kill();
        }
    }

    @Override
    public void close() {
        try {
            killAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
