package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.Run;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes what the executor says as records for the home partition of the action. */
final class ReportRecords {

    private static final int MAX_BYTES = 512 * 1024;

    private final RecordCodec codec;
    private final String executor;
    private final Clock clock;
    private final String topic;
    private volatile int partitions;

    ReportRecords(RecordCodec codec, ExecutorSettings settings, Clock clock) {
        this.codec = codec;
        this.executor = settings.instanceId();
        this.clock = clock;
        this.topic = settings.topics().reports();
    }

    String topic() {
        return topic;
    }

    /** Known once connected; nothing is written before. */
    void partitions(int count) {
        partitions = count;
    }

    ProducerRecord<byte[], byte[]> started(Assignment work) {
        return record(work.id(), codec.encode(start(work)));
    }

    /** The claim, with what the handler declares. */
    AttemptStarted start(Assignment work) {
        Mode mode = Mode.RETRY;
        RetryPolicy retry = RetryPolicy.DEFAULT;
        if (work.handler() instanceof Lookup.Found(var handler)) {
            mode = handler.mode();
            retry = handler.retry();
        }
        Run run = new Run(executor, clock.instant());
        return new AttemptStarted(
                work.id().value(),
                work.grant().getAttempt(),
                run,
                Translate.toRecord(mode),
                Translate.toRecord(retry));
    }

    ProducerRecord<byte[], byte[]> heartbeat(Assignment work, AttemptProgress.Word word) {
        return record(
                work.id(),
                codec.encode(
                        new Heartbeat(
                                work.id().value(),
                                work.grant().getAttempt(),
                                executor,
                                word.share().orElse(null),
                                word.checkpoint().orElse(null),
                                clock.instant(),
                                word.line().orElse(null))));
    }

    /** How an attempt ended; a report that can not be written or is too large becomes a failure. */
    ProducerRecord<byte[], byte[]> ended(Assignment work, AttemptEnd end) {
        byte[] value;
        try {
            value = encoded(work, end);
        } catch (RuntimeException e) {
            value = encoded(work, unfit("RESULT_INVALID", "the result can not be written"));
        }
        if (value.length > MAX_BYTES) {
            value = encoded(work, unfit("RESULT_TOO_LARGE", "a report has at most 512 KiB"));
        }
        return record(work.id(), value);
    }

    private static AttemptEnd unfit(String code, String message) {
        return new AttemptEnd(new AttemptResult.Failed(ActionError.permanent(code, message)));
    }

    private byte[] encoded(Assignment work, AttemptEnd end) {
        String id = work.id().value();
        int attempt = work.grant().getAttempt();
        return switch (end.result()) {
            case AttemptResult.Succeeded succeeded ->
                    codec.encode(
                            new AttemptSucceeded(
                                    id,
                                    attempt,
                                    executor,
                                    succeeded.result(),
                                    Translate.toRecords(succeeded.outputs()),
                                    clock.instant()));
            case AttemptResult.Failed failed ->
                    codec.encode(
                            new AttemptFailed(
                                    id,
                                    attempt,
                                    executor,
                                    Translate.toRecord(failed.error()),
                                    failed.called(),
                                    clock.instant(),
                                    failed.retryAfter().map(Duration::toMillis).orElse(null)));
            case AttemptResult.Suspended suspended ->
                    codec.encode(
                            new AttemptSuspended(
                                    id, attempt, executor, suspended.until(), clock.instant()));
        };
    }

    private ProducerRecord<byte[], byte[]> record(ActionId id, byte[] value) {
        return new ProducerRecord<>(
                topic,
                Placement.home(id, partitions),
                id.value().getBytes(StandardCharsets.UTF_8),
                value);
    }
}
