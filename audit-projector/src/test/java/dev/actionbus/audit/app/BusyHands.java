package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.AttemptGranted;
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
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An executor that takes every task at once, works for a while, and writes down what it does. */
final class BusyHands implements AutoCloseable {

    /** Longer than a turn takes to go round: so many as may be at work are. */
    private static final int WORK_MS = 100;

    private final Topics topics;
    private final RecordCodec codec;
    private final int homes;
    private final Predicate<AttemptGranted> dies;
    private final String result;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> tasks;
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
    private final Thread thread = new Thread(this::take, "hands");
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private volatile int most;
    private volatile boolean open = true;

    /**
     * @param dies whether an attempt is claimed and never heard of again
     * @param result JSON that all others come to
     */
    BusyHands(
            String servers,
            Topics topics,
            RecordCodec codec,
            int homes,
            Predicate<AttemptGranted> dies,
            String result) {
        this.topics = topics;
        this.codec = codec;
        this.homes = homes;
        this.dies = dies;
        this.result = result;
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        tasks =
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
        thread.start();
    }

    /** Actions whose work was done. */
    int done() {
        return done.size();
    }

    int running() {
        return running.size();
    }

    /** The most that it ever did at once. */
    int most() {
        return most;
    }

    void send(String topic, String id, SpecificRecord value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                Placement.home(new ActionId(id), homes),
                                id.getBytes(StandardCharsets.UTF_8),
                                codec.encode(value)));
    }

    /** To a topic of one partition. */
    void declare(String topic, String key, SpecificRecord value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic, key.getBytes(StandardCharsets.UTF_8), codec.encode(value)));
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        work.shutdownNow();
        producer.close();
    }

    private void take() {
        try (tasks) {
            tasks.assign(
                    tasks.partitionsFor(topics.tasks()).stream()
                            .map(it -> new TopicPartition(it.topic(), it.partition()))
                            .toList());
            while (open) {
                for (ConsumerRecord<byte[], byte[]> task : tasks.poll(Duration.ofMillis(20))) {
                    begin(
                            (AttemptGranted)
                                    ((Decoded.Readable) codec.decode(task.value(), Contract.TASKS))
                                            .value());
                }
            }
        }
    }

    private void begin(AttemptGranted grant) {
        String id = grant.getActionId();
        send(topics.reports(), id, Samples.started(id, grant.getAttempt(), "e1"));
        if (dies.test(grant)) {
            return;
        }
        running.add(id);
        most = Math.max(most, running.size());
        var unused = work.schedule(() -> end(grant), WORK_MS, TimeUnit.MILLISECONDS);
    }

    /** Writes it down before it says so: the ledger must not be faster than the log. */
    private void end(AttemptGranted grant) {
        String id = grant.getActionId();
        running.remove(id);
        done.add(id);
        send(topics.reports(), id, Samples.succeeded(id, grant.getAttempt(), "e1", result));
    }
}
