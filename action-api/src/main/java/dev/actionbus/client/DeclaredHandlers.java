package dev.actionbus.client;

import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the executors of a bus can perform, as they have declared it; follows the handlers topic in
 * the background, whatever happens to the connection. A handler that was declared once stays, also
 * while no executor runs that has it. Thread-safe.
 */
public final class DeclaredHandlers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeclaredHandlers.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

    private final BusConfig config;
    private final RecordCodec codec;
    private final ConcurrentHashMap<String, HandlerDeclared> byKey = new ConcurrentHashMap<>();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private DeclaredHandlers(BusConfig config) {
        this.config = config;
        codec = new RecordCodec(config.registry());
        thread = new Thread(this::follow, "actionbus-handlers");
        thread.setDaemon(true);
    }

    /** Begins; does not wait for Kafka. */
    public static DeclaredHandlers follow(BusConfig config) {
        DeclaredHandlers handlers = new DeclaredHandlers(config);
        handlers.thread.start();
        return handlers;
    }

    /** The record key of a handler: what the newest declaration replaces. */
    public static String key(String name, int version) {
        return name + "@" + version;
    }

    /** Whether all has been read that was declared before the start. */
    public boolean awaitRead(Duration atMost) throws InterruptedException {
        return read.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** By name, then version. */
    public List<HandlerDeclared> all() {
        return byKey.values().stream()
                .sorted(
                        Comparator.comparing(HandlerDeclared::getName)
                                .thenComparingInt(HandlerDeclared::getVersion))
                .toList();
    }

    public Optional<HandlerDeclared> find(String name, int version) {
        return Optional.ofNullable(byKey.get(key(name, version)));
    }

    private void follow() {
        while (closing.getCount() > 0) {
            try (WholeTopic topic = open()) {
                while (closing.getCount() > 0) {
                    topic.poll(POLL).forEach(record -> apply(record, codec, byKey));
                    if (read.getCount() > 0 && topic.caughtUp()) {
                        read.countDown();
                    }
                }
            } catch (KafkaException | RegistryUnavailable e) {
                log.warn("the handlers topic can not be read at the moment: {}", e.toString());
                pause();
            }
        }
    }

    private WholeTopic open() {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return WholeTopic.open(
                new KafkaConsumer<>(WholeTopic.properties(config.kafka()), bytes, bytes),
                config.topics().handlers());
    }

    /**
     * What a record of the topic does to the handlers that are known so far, by {@link #key}.
     *
     * @throws RegistryUnavailable nothing is known about the record; read it again
     */
    public static void apply(
            ConsumerRecord<byte[], byte[]> record,
            RecordCodec codec,
            Map<String, HandlerDeclared> byKey) {
        if (record.value() == null) {
            if (record.key() != null) {
                byKey.remove(new String(record.key(), StandardCharsets.UTF_8));
            }
            return;
        }
        Decoded decoded = codec.decode(record.value(), Contract.HANDLERS);
        if (decoded instanceof Decoded.Readable readable
                && readable.value() instanceof HandlerDeclared handler) {
            byKey.put(key(handler.getName(), handler.getVersion()), handler);
        } else {
            log.warn(
                    "{}-{}@{} is not a declaration this version knows: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    decoded);
        }
    }

    private void pause() {
        try {
            var unused = closing.await(BEFORE_REOPENING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
