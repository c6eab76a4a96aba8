package dev.actionbus.embedded.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The schemas topic: one partition, compacted. One writer at a time: all registries share a
 * transactional id, so whoever becomes writer fences the one before. Used by one thread at a time.
 */
final class SchemaLog implements AutoCloseable {

    private static final String TOPIC = "_schemas";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final String WRITER = "actionbus-schema-registry";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> kafka;
    private final KafkaConsumer<byte[], byte[]> reader;
    private @Nullable KafkaProducer<byte[], byte[]> writer;

    /**
     * @throws KafkaException the topic could be neither found nor made
     */
    SchemaLog(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
        createTopic();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // The next question queues behind a fetch that waits for news.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
        reader =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        reader.assign(List.of(PARTITION));
    }

    /** Hands over what is new, up to the last stable offset of this moment. */
    void readToEnd(Consumer<LogEntry> entries) {
        readUntil(
                reader.endOffsets(List.of(PARTITION), PATIENCE).getOrDefault(PARTITION, 0L),
                entries);
    }

    /**
     * From now on every earlier writer is fenced and all it committed is readable: this waits until
     * its transaction is complete.
     */
    void becomeWriter() {
        if (writer == null) {
            KafkaProducer<byte[], byte[]> fresh =
                    new KafkaProducer<>(
                            writing(), new ByteArraySerializer(), new ByteArraySerializer());
            writer = fresh;
            fresh.initTransactions();
        }
    }

    /**
     * Writes all or nothing and reads it back. Success proves that no other writer came in between.
     *
     * @throws KafkaException not written, or not known to be; call {@link #resign} before the next
     */
    void write(List<LogEntry> written, Consumer<LogEntry> entries) {
        KafkaProducer<byte[], byte[]> current = writer;
        if (current == null) {
            throw new IllegalStateException("not the writer");
        }
        current.beginTransaction();
        List<Future<RecordMetadata>> sent =
                written.stream().map(LogFormat::encode).map(raw -> send(current, raw)).toList();
        commit(current);
        readUntil(offset(sent.getLast()) + 1, entries);
    }

    /**
     * While another writer fences this one, the broker may answer the commit with an error that the
     * client has no name for.
     */
    private static void commit(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            boolean named =
                    Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                            .anyMatch(it -> it.getClass() != KafkaException.class);
            throw named ? e : new UnclearEnd(e);
        }
    }

    /** Whether the transaction was committed is not known; the log will tell the next writer. */
    static final class UnclearEnd extends KafkaException {
        private static final long serialVersionUID = 1L;

        UnclearEnd(KafkaException cause) {
            super("the end of a transaction is not known", cause);
        }
    }

    /** Gives the writer up; another one may be made at once. */
    void resign() {
        KafkaProducer<byte[], byte[]> last = writer;
        writer = null;
        if (last != null) {
            last.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        resign();
        reader.close();
    }

    private static Future<RecordMetadata> send(
            KafkaProducer<byte[], byte[]> producer, LogFormat.Raw raw) {
        return producer.send(new ProducerRecord<>(TOPIC, 0, raw.key(), raw.value()));
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException("committed, but not sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private void readUntil(long end, Consumer<LogEntry> entries) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reader.position(PARTITION, PATIENCE) < end) {
            reader.poll(Duration.ofMillis(100))
                    .forEach(it -> entries.accept(LogFormat.decode(it.key(), it.value())));
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaException(TOPIC + " could not be read up to " + end);
            }
        }
    }

    private void createTopic() {
        NewTopic topic =
                new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("no topic " + TOPIC, e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private Map<String, Object> writing() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, WRITER);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return settings;
    }
}
