package dev.actionbus.gateway.topic;

import dev.actionbus.client.BusConfig;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.RegistryUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of one partition that is read from its beginning and followed. Who writes sees what it
 * wrote: {@link #write} returns when it has been read back. What is read is handed on in order, one
 * at a time.
 */
public final class TableTopic implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TableTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RecordCodec codec;
    private final TopicPartition partition;
    private final Set<String> contract;
    private final Consumer<SpecificRecord> reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private long next;
    private boolean open = true;

    /**
     * Returns when all that was there has been read.
     *
     * @param contract records it may hold
     * @param reader is given each
     */
    public TableTopic(
            BusConfig config, String topic, Set<String> contract, Consumer<SpecificRecord> reader) {
        codec = new RecordCodec(config.registry());
        this.contract = contract;
        this.reader = reader;
        partition = new TopicPartition(topic, 0);
        ByteArraySerializer out = new ByteArraySerializer();
        producer = new KafkaProducer<>(producerProperties(config), out, out);
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(consumerProperties(config), in, in);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(this::read);
        }
        next = consumer.position(partition);
        thread = new Thread(this::follow, "actionbus-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @throws KafkaException whether it was written is not known
     */
    public void write(String key, SpecificRecord value) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        key.getBytes(StandardCharsets.UTF_8),
                        codec.encode(value));
        try {
            RecordMetadata written =
                    producer.send(message).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            awaitRead(written.offset());
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("a record may not have been written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private synchronized void awaitRead(long offset) throws InterruptedException, TimeoutException {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (next <= offset) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0 || !open) {
                throw new TimeoutException("written and not read back");
            }
            wait(left);
        }
    }

    private void follow() {
        try (consumer) {
            while (isOpen()) {
                try {
                    consumer.poll(POLL).forEach(this::read);
                    reached(consumer.position(partition));
                } catch (RetriableException | RegistryUnavailable e) {
                    log.warn("{} can not be read at the moment: {}", partition, e.toString());
                }
            }
        } catch (WakeupException e) {
            log.debug("closing");
        } catch (KafkaException e) {
            log.error("{} is not followed any more", partition, e);
        }
    }

    private synchronized boolean isOpen() {
        return open;
    }

    private synchronized void reached(long position) {
        next = position;
        notifyAll();
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        switch (codec.decode(message.value(), contract)) {
            case Decoded.Readable readable -> reader.accept(readable.value());
            case Decoded.Unreadable why ->
                    log.error("{} offset {} can not be read: {}", partition, message.offset(), why);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            open = false;
            notifyAll();
        }
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private static Map<String, Object> consumerProperties(BusConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    private static Map<String, Object> producerProperties(BusConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        return properties;
    }
}
