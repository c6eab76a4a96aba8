package dev.actionbus.audit.check;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

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

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final String cluster;
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private LogScan(String cluster, Topics topics, KafkaConsumer<byte[], byte[]> consumer) {
        this.cluster = cluster;
        this.topics = topics;
        this.consumer = consumer;
    }

    /**
     * @param client properties of Kafka's clients, at least {@code bootstrap.servers}
     */
    public static LogScan connect(Map<String, Object> client, Topics topics) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new LogScan(
                clusterOf(client), topics, new KafkaConsumer<>(properties, bytes, bytes));
    }

    /** One for each partition of the event topic, in order. */
    public List<LogId> logs() {
        return partitions(topics.events()).stream().map(this::log).toList();
    }

    /** The offset at which each log begins now: above 0 when records were deleted. */
    public Map<LogId, Long> firstOffsets() {
        Map<LogId, Long> first = new HashMap<>();
        consumer.beginningOffsets(partitions(topics.events()))
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
        consumer.close();
    }

    private LogId log(TopicPartition partition) {
        return new LogId(cluster, partition.topic(), partition.partition());
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(topic, it.partition()))
                .sorted(Comparator.comparing(TopicPartition::partition))
                .toList();
    }

    private void read(
            String topic, Consumer<ConsumerRecord<byte[], byte[]>> to, Progress progress) {
        List<TopicPartition> partitions = partitions(topic);
        if (partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long total = distance(begins, ends);
        long done = 0;
        long lastStep = System.nanoTime();
        while (done < total) {
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                if (read.offset() < end(ends, read)) {
                    to.accept(read);
                }
            }
            long now = distance(begins, reached(ends));
            if (now > done) {
                done = now;
                lastStep = System.nanoTime();
                progress.at(done, total);
            } else if (System.nanoTime() - lastStep > LONGEST_SILENCE.toNanos()) {
                throw new TimeoutException("no more of " + topic + " came, up to " + ends);
            }
        }
    }

    /** Positions, but not behind the ends; they also pass the markers of transactions. */
    private Map<TopicPartition, Long> reached(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        ends.forEach((at, end) -> reached.put(at, Math.min(end, consumer.position(at))));
        return reached;
    }

    private static long end(Map<TopicPartition, Long> ends, ConsumerRecord<byte[], byte[]> record) {
        return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private static long distance(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return to.entrySet().stream()
                .mapToLong(it -> it.getValue() - from.getOrDefault(it.getKey(), 0L))
                .sum();
    }

    private static String clusterOf(Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
