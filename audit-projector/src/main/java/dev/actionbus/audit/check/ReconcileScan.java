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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

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
                AskAdmin.get(
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
        TopicOffsets begins = pass.begins(all);
        TopicOffsets ends = AskAdmin.ends(admin, all);
        Reconciliation reconciliation =
                new Reconciliation(
                        codec, events.size(), topics.turns(), marks(inputs, begins, committed));
        events.forEach(it -> reconciliation.eventsBegin(it, begins.at(it)));
        letters.forEach(it -> reconciliation.deadLettersBegin(begins.at(it)));
        Passes passes = new Passes(pass, begins, ends, progress);
        passes.over(events, reconciliation::event);
        passes.over(letters, reconciliation::deadLetter);
        passes.over(inputs, it -> reconciliation.input(it, allowed(it.topic())));
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
            TopicOffsets begins,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, ReconcileMarks> marks = new HashMap<>();
        for (TopicPartition input : inputs) {
            long begin = begins.at(input);
            OffsetAndMetadata read = committed.get(input);
            marks.put(input, new ReconcileMarks(begin, read == null ? begin : read.offset()));
        }
        return marks;
    }

    /** One after the other, with one progress for all. */
    private static final class Passes {
        private final CommittedPass pass;
        private final TopicOffsets begins;
        private final TopicOffsets ends;
        private final Progress progress;
        private long before;

        Passes(CommittedPass pass, TopicOffsets begins, TopicOffsets ends, Progress progress) {
            this.pass = pass;
            this.begins = begins;
            this.ends = ends;
            this.progress = progress;
        }

        void over(List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> to) {
            long total = begins.upTo(ends, ends.all().keySet());
            pass.read(
                    partitions,
                    ends,
                    record -> {
                        to.accept(record);
                        return true;
                    },
                    (done, part) -> progress.at(before + done, total));
            before += begins.upTo(ends, partitions);
        }
    }
}
