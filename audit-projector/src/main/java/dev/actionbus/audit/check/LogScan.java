package dev.actionbus.audit.check;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the event log and its checkpoints as any consumer could: committed records only, each
 * partition in order, up to what is its end when the reading begins. Joins no group, writes
 * nothing. Not thread-safe.
 *
 * <p>Read the notes before the records: then every note is about records that are there.
 *
 * <p>All methods throw Kafka's exceptions; a {@link TimeoutException} when nothing comes any more.
 */
public final class LogScan implements AutoCloseable {

    private final String cluster;
    private final Topics topics;
    private final CommittedPass pass;

    private LogScan(String cluster, Topics topics, CommittedPass pass) {
        this.cluster = cluster;
        this.topics = topics;
        this.pass = pass;
    }

    /**
     * @param client properties of Kafka's clients, at least {@code bootstrap.servers}
     */
    public static LogScan connect(Map<String, Object> client, Topics topics) {
        return new LogScan(clusterOf(client), topics, new CommittedPass(client));
    }

    /** One for each partition of the event topic, in order. */
    public List<LogId> logs() {
        return pass.partitionsIfAny(topics.events()).stream().map(this::log).toList();
    }

    /** The offset at which each log begins now: above 0 when records were deleted. */
    public Map<LogId, Long> firstOffsets() {
        Map<LogId, Long> first = new HashMap<>();
        pass.begins(pass.partitionsIfAny(topics.events()))
                .all()
                .forEach((partition, offset) -> first.put(log(partition), offset));
        return first;
    }

    /** What was published in the topic of checkpoints; none when there is no such topic. */
    public List<NoteRecord> notes() {
        List<NoteRecord> notes = new ArrayList<>();
        read(
                topics.checkpoints(),
                it -> notes.add(new NoteRecord(it.partition(), it.offset(), it.key(), it.value())),
                Progress.NONE);
        return notes;
    }

    /** Every record of every log; the records of one log in order, those of several mixed. */
    public void records(BiConsumer<LogId, LogRecord> to, Progress progress) {
        Map<Integer, Long> ordinals = new HashMap<>();
        read(
                topics.events(),
                it -> {
                    long ordinal = ordinals.merge(it.partition(), 1L, Long::sum) - 1;
                    to.accept(
                            log(new TopicPartition(it.topic(), it.partition())),
                            new LogRecord(ordinal, it.offset(), it.key(), it.value()));
                },
                progress);
    }

    Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        pass.close();
    }

    private LogId log(TopicPartition partition) {
        return new LogId(cluster, partition.topic(), partition.partition());
    }

    private void read(
            String topic, Consumer<ConsumerRecord<byte[], byte[]>> to, Progress progress) {
        List<TopicPartition> partitions = pass.partitionsIfAny(topic);
        pass.read(
                partitions,
                pass.committedEnds(partitions),
                record -> {
                    to.accept(record);
                    return true;
                },
                progress);
    }

    private static String clusterOf(Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            return AskAdmin.get(admin.describeCluster().clusterId());
        }
    }
}
