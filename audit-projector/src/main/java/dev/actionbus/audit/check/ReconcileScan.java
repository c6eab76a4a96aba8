package dev.actionbus.audit.check;

import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reconciles a bus from its topics alone, also while it runs: every record of requests, reports and
 * control that the ledger has read must have left the event it should, every accepted action one
 * terminal event or none yet. Reads committed records, joins no group, writes nothing.
 *
 * <p>First it asks how far the ledger has read, then for the ends of the topics, uncommitted
 * records included: whatever the ledger had committed lies before those ends.
 */
public final class ReconcileScan {

    private final RecordCodec codec;
    private final Topics topics;

    private ReconcileScan(RecordCodec codec, Topics topics) {
        this.codec = codec;
        this.topics = topics;
    }

    /**
     * @param client properties of Kafka's clients, at least {@code bootstrap.servers}
     * @param expectQuiet whether open actions and waiting records are findings
     * @throws KafkaException Kafka does not answer, or lacks a topic
     * @throws dev.actionbus.wire.RegistryUnavailable nobody knows the schemas
     */
    public static ReconcileReport run(
            Map<String, Object> client,
            Topics topics,
            RecordCodec codec,
            boolean expectQuiet,
            Progress progress) {
        try (Admin admin = Admin.create(client);
                CommittedPass pass = new CommittedPass(client)) {
            return new ReconcileScan(codec, topics).reconcile(admin, pass, expectQuiet, progress);
        }
    }

    private ReconcileReport reconcile(
            Admin admin, CommittedPass pass, boolean expectQuiet, Progress progress) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(
                        admin.listConsumerGroupOffsets(TopicLayout.ledgerGroup(topics))
                                .partitionsToOffsetAndMetadata());
        List<TopicPartition> events = pass.partitions(topics.events());
        List<TopicPartition> letters = pass.partitions(topics.deadLetters());
        List<TopicPartition> inputs =
                Stream.of(topics.requests(), topics.reports(), topics.control())
                        .flatMap(topic -> pass.partitions(topic).stream())
                        .toList();
        List<TopicPartition> all = new ArrayList<>(events);
        all.addAll(letters);
        all.addAll(inputs);
        Map<TopicPartition, Long> begins = pass.begins(all);
        Map<TopicPartition, Long> ends = ends(admin, all);
        Reconciliation reconciliation =
                new Reconciliation(codec, events.size(), marks(inputs, begins, committed));
        events.forEach(it -> reconciliation.eventsBegin(it, begins.get(it)));
        letters.forEach(it -> reconciliation.deadLettersBegin(begins.get(it)));
        long total = all.stream().mapToLong(it -> ends.get(it) - begins.get(it)).sum();
        long first = distance(events, begins, ends);
        long second = distance(letters, begins, ends);
        pass.read(
                only(events, ends),
                record -> {
                    reconciliation.event(record);
                    return true;
                },
                (done, part) -> progress.at(done, total));
        pass.read(
                only(letters, ends),
                record -> {
                    reconciliation.deadLetter(record);
                    return true;
                },
                (done, part) -> progress.at(first + done, total));
        pass.read(
                only(inputs, ends),
                record -> {
                    reconciliation.input(record, allowed(record.topic()));
                    return true;
                },
                (done, part) -> progress.at(first + second + done, total));
        return reconciliation.report(pass.begins(inputs), expectQuiet);
    }

    private Set<String> allowed(String topic) {
        if (topic.equals(topics.requests())) {
            return Contract.REQUESTS;
        }
        return topic.equals(topics.reports()) ? Contract.REPORTS : Contract.CONTROL;
    }

    private static Map<TopicPartition, ReconcileMarks> marks(
            List<TopicPartition> inputs,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, ReconcileMarks> marks = new HashMap<>();
        for (TopicPartition input : inputs) {
            long begin = begins.get(input);
            OffsetAndMetadata read = committed.get(input);
            marks.put(input, new ReconcileMarks(begin, read == null ? begin : read.offset()));
        }
        return marks;
    }

    private static long distance(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        return partitions.stream().mapToLong(it -> ends.get(it) - begins.get(it)).sum();
    }

    private static Map<TopicPartition, Long> only(
            List<TopicPartition> partitions, Map<TopicPartition, Long> of) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), of::get));
    }

    private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(
                                partitions.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(),
                                                        it -> OffsetSpec.latest())))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
