package dev.actionbus.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Some records of a topic, committed ones only, through a few consumers that are kept open.
 * Thread-safe; every call blocks, at most {@link #PATIENCE} without progress.
 */
public final class CommittedReads implements AutoCloseable {

    /** Kafka that says nothing for so long is not there. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int CONSUMERS = 4;
    private static final int FETCH_BYTES = 256 * 1024;

    /** Room for the last records of a topic that has a marker behind each. */
    private static final long FIRST_SPAN = 16;

    private static final int WIDER = 16;

    private final Map<String, Object> settings;
    private final Semaphore places = new Semaphore(CONSUMERS, true);
    private final ConcurrentLinkedDeque<Consumer<byte[], byte[]>> idle =
            new ConcurrentLinkedDeque<>();

    /**
     * @param kafka properties of Kafka's clients
     */
    public CommittedReads(Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        settings.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    }

    /**
     * The records at these offsets, in the order of the log; those that are not there any more, or
     * are no data records, are left out.
     *
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public List<ConsumerRecord<byte[], byte[]>> at(
            TopicPartition partition, Collection<Long> offsets) {
        return with(
                partition,
                consumer -> {
                    TreeSet<Long> wanted = new TreeSet<>(offsets);
                    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
                    long end = end(consumer, partition);
                    while (!wanted.isEmpty() && wanted.first() < end) {
                        consumer.seek(partition, wanted.first());
                        for (ConsumerRecord<byte[], byte[]> next : some(consumer, partition)) {
                            if (wanted.remove(next.offset())) {
                                found.add(next);
                            }
                        }
                        wanted.headSet(consumer.position(partition)).clear();
                    }
                    return found;
                });
    }

    /**
     * Some records from an offset on, as many as one fetch brings; empty when there is none yet.
     *
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public List<ConsumerRecord<byte[], byte[]>> from(TopicPartition partition, long offset) {
        return with(
                partition,
                consumer -> {
                    long end = end(consumer, partition);
                    List<ConsumerRecord<byte[], byte[]>> found = List.of();
                    consumer.seek(partition, offset);
                    while (found.isEmpty() && consumer.position(partition) < end) {
                        found = some(consumer, partition);
                    }
                    return found;
                });
    }

    /**
     * The offset of the first record that is not older; empty when there is none yet.
     *
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public OptionalLong since(TopicPartition partition, Instant time) {
        return with(
                partition,
                consumer -> {
                    OffsetAndTimestamp found =
                            consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()))
                                    .get(partition);
                    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
                });
    }

    /**
     * The last committed record of a partition.
     *
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public Optional<ConsumerRecord<byte[], byte[]>> last(TopicPartition partition) {
        return with(
                partition,
                consumer -> {
                    long begin = only(consumer.beginningOffsets(List.of(partition)));
                    long end = end(consumer, partition);
                    Optional<ConsumerRecord<byte[], byte[]>> last = Optional.empty();
                    long from = end;
                    for (long span = FIRST_SPAN; last.isEmpty() && from > begin; span *= WIDER) {
                        from = Math.max(begin, end - span);
                        last = lastBehind(consumer, partition, from, end);
                    }
                    return last;
                });
    }

    /**
     * Whether a committed record from this offset on, up to what is the end now, is such a one.
     *
     * @param most gives up when there are more offsets than this
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer, or it gave up
     */
    public boolean anyFrom(
            TopicPartition partition,
            long offset,
            long most,
            Predicate<ConsumerRecord<byte[], byte[]>> such) {
        return with(
                partition,
                consumer -> {
                    long end = end(consumer, partition);
                    long from =
                            end - offset <= most
                                    ? offset
                                    : Math.max(
                                            offset,
                                            only(consumer.beginningOffsets(List.of(partition))));
                    if (end - from > most) {
                        throw new TimeoutException(partition + " is too long to look through");
                    }
                    boolean found = false;
                    consumer.seek(partition, from);
                    while (!found && consumer.position(partition) < end) {
                        found = some(consumer, partition).stream().anyMatch(such);
                    }
                    return found;
                });
    }

    @Override
    public void close() {
        idle.forEach(Consumer::close);
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> lastBehind(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        Optional<ConsumerRecord<byte[], byte[]>> last = Optional.empty();
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            List<ConsumerRecord<byte[], byte[]>> some = some(consumer, partition);
            last = some.isEmpty() ? last : Optional.of(some.getLast());
        }
        return last;
    }

    /** What comes next; empty when there were only markers to step over. */
    private static List<ConsumerRecord<byte[], byte[]>> some(
            Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        long before = consumer.position(partition);
        long patient = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patient) {
            List<ConsumerRecord<byte[], byte[]>> some =
                    consumer.poll(Duration.ofMillis(100)).records(partition);
            if (consumer.position(partition) > before) {
                return some;
            }
        }
        throw new TimeoutException(partition + " does not go on behind offset " + before);
    }

    private static long end(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        return only(consumer.endOffsets(List.of(partition)));
    }

    private static long only(Map<TopicPartition, Long> offsets) {
        return offsets.values().iterator().next();
    }

    private <T> T with(TopicPartition partition, Function<Consumer<byte[], byte[]>, T> work) {
        places.acquireUninterruptibly();
        Consumer<byte[], byte[]> consumer = null;
        boolean well = false;
        try {
            consumer = idle.poll();
            if (consumer == null) {
                consumer =
                        new KafkaConsumer<>(
                                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            }
            consumer.assign(List.of(partition));
            T answer = work.apply(consumer);
            well = true;
            return answer;
        } finally {
            if (consumer != null && well) {
                idle.push(consumer);
            } else if (consumer != null) {
                consumer.close();
            }
            places.release();
        }
    }
}
