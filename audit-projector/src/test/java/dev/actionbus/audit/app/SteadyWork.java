package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.Samples;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Clients and an executor who never rest, whether there is a ledger or not. They are never more
 * than some requests ahead of it, so that a slow machine has no mountain to work off in the end.
 */
final class SteadyWork implements AutoCloseable {

    private static final int EVERY_MS = 20;
    private static final int AHEAD = 1000;

    private final Topics topics;
    private final RecordCodec codec;
    private final int homes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> events;
    private final ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor();
    private final Thread executor = new Thread(this::execute, "executor");
    private final AtomicInteger requested = new AtomicInteger();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    SteadyWork(String servers, Topics topics, RecordCodec codec, int homes) {
        this.topics = topics;
        this.codec = codec;
        this.homes = homes;
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        events =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    void start() {
        executor.start();
        var unused =
                clients.scheduleWithFixedDelay(this::request, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Outcomes that anybody could see so far. */
    int ended() {
        return ended.size();
    }

    /**
     * No more requests; returns when every one of them has its outcome.
     *
     * @param patience between two outcomes
     */
    int finish(Duration patience) throws InterruptedException {
        clients.shutdown();
        assertThat(clients.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
        while (ended.size() < requested.get()) {
            int before = ended.size();
            await().atMost(patience)
                    .until(() -> ended.size() > before || ended.size() == requested.get());
        }
        return requested.get();
    }

    @Override
    public void close() {
        var unused = clients.shutdownNow();
        open = false;
        try {
            executor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    /** Every tenth is asked for twice. */
    private void request() {
        if (requested.get() - ended.size() >= AHEAD) {
            return;
        }
        int number = requested.getAndIncrement();
        ActionRequested request = Samples.request("w" + number, "r" + number, "{}");
        send(topics.requests(), request.getActionId(), request);
        if (number % 10 == 0) {
            ActionRequested again = Samples.request("w" + number, "again" + number, "{}");
            send(topics.requests(), again.getActionId(), again);
        }
    }

    private void execute() {
        try (events) {
            events.assign(
                    events.partitionsFor(topics.events()).stream()
                            .map(it -> new TopicPartition(it.topic(), it.partition()))
                            .toList());
            while (open) {
                for (ConsumerRecord<byte[], byte[]> event : events.poll(Duration.ofMillis(50))) {
                    react(event);
                }
            }
        }
    }

    private void react(ConsumerRecord<byte[], byte[]> event) {
        String id = new String(event.key(), StandardCharsets.UTF_8);
        if (!(codec.decode(event.value(), Contract.EVENTS) instanceof Decoded.Readable readable)) {
            return;
        }
        if (readable.value() instanceof ActionAccepted) {
            send(topics.reports(), id, Samples.started(id, 1, "e1"));
            send(topics.reports(), id, Samples.succeeded(id, 1, "e1", "{}"));
        } else if (readable.value().getClass().getSimpleName().equals("ActionCompleted")) {
            ended.add(id);
        }
    }

    private void send(String topic, String id, SpecificRecord value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                Placement.home(new ActionId(id), homes),
                                id.getBytes(StandardCharsets.UTF_8),
                                codec.encode(value)));
    }
}
