package dev.actionbus.bench.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Moves records from one topic to the same partition of the next, exactly once. A transaction costs
 * the same whatever it holds, so it is committed 5 ms after the one before: at once when little
 * comes, in groups when much does.
 */
final class ChainHop implements Runnable, AutoCloseable {

    private static final long BETWEEN_COMMITS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration IDLE = Duration.ofMillis(100);

    private final String from;
    private final String to;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    private final CountDownLatch assigned = new CountDownLatch(1);
    private volatile boolean open = true;
    private long committedAt = System.nanoTime();

    ChainHop(String bootstrap, String from, String to) {
        this.from = from;
        this.to = to;
        String name = "bench-" + from;
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.GROUP_ID_CONFIG,
                                name,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                                1,
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                2_000),
                        in,
                        in);
        ByteArraySerializer out = new ByteArraySerializer();
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG, name,
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000,
                                // The next transaction's first request meets the markers of the
                                // last one; the default waits 100 ms there.
                                ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2,
                                ProducerConfig.LINGER_MS_CONFIG, 1),
                        out,
                        out);
    }

    /** Runs until it is closed; whatever goes wrong ends it. */
    @Override
    public void run() {
        try (consumer;
                producer) {
            producer.initTransactions();
            consumer.subscribe(List.of(from));
            while (open) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(patience());
                if (assigned.getCount() > 0 && !consumer.assignment().isEmpty()) {
                    assigned.countDown();
                }
                if (!records.isEmpty()) {
                    move(records);
                }
                if (!moved.isEmpty() && untilCommit() <= 0) {
                    commit();
                }
            }
            if (!moved.isEmpty()) {
                commit();
            }
        }
    }

    boolean awaitAssigned(Duration longest) throws InterruptedException {
        return assigned.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration patience() {
        return moved.isEmpty() ? IDLE : Duration.ofNanos(Math.max(0, untilCommit()));
    }

    private long untilCommit() {
        return committedAt + BETWEEN_COMMITS - System.nanoTime();
    }

    private void move(ConsumerRecords<byte[], byte[]> records) {
        if (moved.isEmpty()) {
            producer.beginTransaction();
        }
        for (ConsumerRecord<byte[], byte[]> it : records) {
            // A failed send fails the commit.
            var unused =
                    producer.send(new ProducerRecord<>(to, it.partition(), it.key(), it.value()));
        }
        moved.putAll(records.nextOffsets());
    }

    private void commit() {
        producer.sendOffsetsToTransaction(moved, consumer.groupMetadata());
        producer.commitTransaction();
        moved.clear();
        committedAt = System.nanoTime();
    }

    @Override
    public void close() {
        open = false;
    }
}
