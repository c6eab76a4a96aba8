package dev.actionbus.client;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.wire.CallbackToken;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes reports of those who are no executor but hold an attempt's callback token. */
final class OutsideReports {

    private final Producer<byte[], byte[]> producer;
    private final RecordCodec codec;
    private final CausedEvents caused;
    private final InstantSource clock;
    private final String topic;
    private final int homes;

    OutsideReports(
            Producer<byte[], byte[]> producer,
            RecordCodec codec,
            CausedEvents caused,
            InstantSource clock,
            String topic,
            int homes) {
        this.producer = producer;
        this.codec = codec;
        this.caused = caused;
        this.clock = clock;
        this.topic = topic;
        this.homes = homes;
    }

    CompletableFuture<ReportFate> end(ActionId id, int attempt, AttemptResult result) {
        CausedEvents.Watch watch = caused.watch(id.value());
        CompletableFuture<ReportFate> fate = watch.event().thenApply(ReportFate::of);
        var unused = fate.whenComplete((done, failure) -> watch.event().cancel(false));
        try {
            send(
                    id,
                    record(id, attempt, result),
                    where -> watch.written(where.topic(), where.partition(), where.offset()),
                    watch.event()::completeExceptionally);
        } catch (RuntimeException e) {
            watch.event().cancel(false);
            throw e;
        }
        return fate;
    }

    CompletableFuture<Void> beat(ActionId id, int attempt, SignOfLife sign) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Heartbeat beat =
                new Heartbeat(
                        id.value(),
                        attempt,
                        CallbackToken.REPORTER,
                        sign.share().isPresent() ? sign.share().getAsDouble() : null,
                        sign.checkpoint().orElse(null),
                        clock.instant(),
                        sign.message().orElse(null));
        send(id, beat, where -> written.complete(null), written::completeExceptionally);
        return written;
    }

    private SpecificRecord record(ActionId id, int attempt, AttemptResult result) {
        if (result instanceof AttemptResult.Succeeded done) {
            return new AttemptSucceeded(
                    id.value(),
                    attempt,
                    CallbackToken.REPORTER,
                    done.result(),
                    Translate.toRecords(done.outputs()),
                    clock.instant());
        }
        if (result instanceof AttemptResult.Failed failed) {
            return new AttemptFailed(
                    id.value(),
                    attempt,
                    CallbackToken.REPORTER,
                    Translate.toRecord(failed.error()),
                    true,
                    clock.instant(),
                    failed.retryAfter().map(Duration::toMillis).orElse(null));
        }
        throw new IllegalArgumentException("only a handler suspends its attempt");
    }

    private void send(
            ActionId id,
            SpecificRecord report,
            Consumer<RecordMetadata> written,
            Consumer<Exception> failed) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(
                        topic,
                        Placement.home(id, homes),
                        id.value().getBytes(StandardCharsets.UTF_8),
                        codec.encode(report));
        var unused =
                producer.send(
                        message,
                        (where, e) -> {
                            if (e == null) {
                                written.accept(where);
                            } else {
                                failed.accept(e);
                            }
                        });
    }
}
