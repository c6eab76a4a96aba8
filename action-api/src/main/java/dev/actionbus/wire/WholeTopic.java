package dev.actionbus.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Every committed record of a small topic, from its first one on, then what follows. It belongs to
 * no group and moves no offset: whoever opens it again sees all of it again. For one thread.
 */
public final class WholeTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private WholeTopic(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /**
     * Begins at the first record.
     *
     * @param consumer with {@link #properties}; closed with this, also when this call fails
     * @throws KafkaException the topic can not be read now, or is not there
     */
    public static WholeTopic open(Consumer<byte[], byte[]> consumer, String topic) {
        try {
            List<TopicPartition> all =
                    consumer.partitionsFor(topic, PATIENCE).stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            if (all.isEmpty()) {
                throw new UnknownTopicOrPartitionException(topic + " is not there");
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            return new WholeTopic(consumer, consumer.endOffsets(all, PATIENCE));
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    /** The user's properties and, above them, what this needs. */
    public static Map<String, Object> properties(Map<String, ?> kafka) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Only when retention has overtaken us: what is gone concerns nobody any more.
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return all;
    }

    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(atMost);
        return records;
    }

    /** Whether all has been polled that was there when it was opened. */
    public boolean caughtUp() {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
