package dev.actionbus.client;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.Order;
import dev.actionbus.action.OutcomeListener;
import dev.actionbus.action.Receipt;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.wire.CloudEvents;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the bus: submit actions, wait for their outcomes, listen to everybody's. It needs
 * Kafka and a schema registry, nothing else. Thread-safe; make one per process.
 *
 * <p>What is acknowledged is never forgotten. A call that fails leaves its outcome open: repeat it
 * with the same idempotency key, which is safe any number of times.
 *
 * <pre>{@code
 * try (ActionBus bus = ActionBus.connect(BusConfig.of(properties))) {
 *     ActionRequest request =
 *             ActionRequest.named("train-epoch").key("run-7:epoch-1").params(json).build();
 *     ActionOutcome outcome = bus.execute(request).toCompletableFuture().join();
 * }
 * }</pre>
 */
public final class ActionBus implements AutoCloseable {

    private final BusConfig config;
    private final InstantSource clock;
    private final RecordCodec codec;
    private final PendingSubmissions pending = new PendingSubmissions();
    private final CausedEvents caused = new CausedEvents();
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventFeed feed;
    private final OutsideReports reports;
    private final int homes;

    private ActionBus(BusConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        codec = new RecordCodec(config.registry());
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new KafkaProducer<>(producerProperties(config), bytes, bytes);
        homes = producer.partitionsFor(config.topics().requests()).size();
        feed = new EventFeed(config, codec, pending, caused);
        reports =
                new OutsideReports(
                        producer, codec, caused, clock, config.topics().reports(), homes);
    }

    /**
     * Connects; returns when submissions and outcomes can be followed.
     *
     * @throws KafkaException the cluster or the bus's topics are not there
     */
    public static ActionBus connect(BusConfig config) {
        return new ActionBus(config, InstantSource.system());
    }

    /**
     * Submits and waits for Kafka's acknowledgement.
     *
     * @throws KafkaException the outcome of the write is not known: repeat with the same key
     */
    public Receipt submit(ActionRequest request) {
        Submission submission = send(request);
        try {
            return submission.acknowledged().join();
        } catch (CompletionException e) {
            throw new KafkaException("not acknowledged; repeat with the same key", e.getCause());
        } finally {
            submission.outcome().cancel(false);
        }
    }

    /**
     * Submits and follows the action to its end.
     *
     * @return the outcome; fails with {@link RequestRefused} when the request will not be executed
     */
    public CompletionStage<ActionOutcome> execute(ActionRequest request) {
        return track(request).outcome();
    }

    /** Submits, and follows every stage of the way. Ends the waiting: cancel its outcome. */
    public Submission track(ActionRequest request) {
        return send(request);
    }

    /**
     * Follows an action that somebody else submitted. Only an end from now on is seen: look the
     * action up after this call to know of an earlier one. Cancel the future to stop.
     */
    public CompletableFuture<ActionOutcome> watch(ActionId actionId) {
        return pending.watch(actionId);
    }

    /**
     * Gives an order about an action, and follows it to the ledger's answer. Ends the waiting:
     * cancel its answer.
     */
    public SentOrder order(Order order) {
        SpecificRecord record = Translate.toRecord(order, clock.instant());
        SentOrder sent = SentOrder.of(order);
        Letter letter = new Letter(order.actionId(), order.requestId(), record, clock.instant());
        pending.add(sent);
        try {
            var unused =
                    producer.send(
                            letter.to(config.topics().control()),
                            (metadata, failure) -> tell(sent, failure));
        } catch (RuntimeException e) {
            sent.fail(e);
            throw e;
        }
        return sent;
    }

    /**
     * Tells the offset of every event of an action from now on, in its home partition; close to
     * stop. Called on the thread that reads the log: do not block.
     */
    public Following follow(ActionId actionId, LongConsumer offsets) {
        return pending.follow(actionId, offsets);
    }

    /**
     * Ends an attempt from outside: for those to whom its handler has left the rest. Whether they
     * may is the caller's to check. Cancel the future to stop waiting.
     *
     * @param result not {@link AttemptResult.Suspended}
     * @return what the ledger made of it; fails with Kafka's exception when it is not known whether
     *     the report was written: repeat it
     */
    public CompletableFuture<ReportFate> report(ActionId id, int attempt, AttemptResult result) {
        return reports.end(id, attempt, result);
    }

    /**
     * Says that an attempt goes on outside, which keeps it from being given up.
     *
     * @return completes when Kafka has it
     */
    public CompletableFuture<Void> beat(ActionId id, int attempt, SignOfLife sign) {
        return reports.beat(id, attempt, sign);
    }

    /** Calls the listener for every outcome on the bus from now on; close to stop. */
    public Following listen(OutcomeListener listener) {
        return feed.listen(listener);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
        feed.close();
        KafkaException closed = new KafkaException("the bus was closed");
        pending.failAll(closed);
        caused.failAll(closed);
    }

    private Submission send(ActionRequest request) {
        String requestId = UuidCreator.getTimeOrderedEpoch().toString();
        ActionRequested record = Translate.toRecord(request, requestId, clock.instant());
        Receipt receipt = new Receipt(request.id(), request.identity().key(), requestId);
        Submission submission = Submission.of(receipt);
        Letter letter = new Letter(receipt.actionId(), requestId, record, record.getRequestedAt());
        pending.add(submission);
        try {
            var unused =
                    producer.send(
                            letter.to(config.topics().requests()),
                            (metadata, failure) -> tell(submission, failure));
        } catch (RuntimeException e) {
            submission.fail(e);
            throw e;
        }
        return submission;
    }

    /** A record for the home partition of its action. */
    private final class Letter {

        private final ActionId actionId;
        private final String id;
        private final SpecificRecord record;
        private final Instant time;

        Letter(ActionId actionId, String id, SpecificRecord record, Instant time) {
            this.actionId = actionId;
            this.id = id;
            this.record = record;
            this.time = time;
        }

        ProducerRecord<byte[], byte[]> to(String topic) {
            ProducerRecord<byte[], byte[]> message =
                    new ProducerRecord<>(
                            topic,
                            Placement.home(actionId, homes),
                            actionId.value().getBytes(StandardCharsets.UTF_8),
                            codec.encode(record));
            CloudEvents.headers(record, id, "//actionbus/client", actionId.value(), time)
                    .forEach(message.headers()::add);
            return message;
        }
    }

    private static void tell(SentOrder sent, @Nullable Exception failure) {
        if (failure == null) {
            sent.acknowledged().complete(null);
        } else {
            sent.fail(failure);
        }
    }

    private static void tell(Submission submission, @Nullable Exception failure) {
        if (failure == null) {
            submission.acknowledged().complete(submission.receipt());
        } else {
            submission.fail(failure);
        }
    }

    private static Map<String, Object> producerProperties(BusConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1);
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A request has one batch a partition: what comes while it is under way goes in the next.
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
        return properties;
    }
}
