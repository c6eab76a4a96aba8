package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.Context;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.Intent;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.Run;
import dev.actionbus.event.Timing;
import dev.actionbus.wire.Translate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records as clients and executors would send them. */
public final class Samples {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Three attempts, 1 s and then 2 s apart, no jitter; BAD_DATA is final. */
    public static final RetryPolicy THREE_ATTEMPTS =
            new RetryPolicy(3, 1000L, 2.0, 60_000L, 0.0, List.of("BAD_DATA"), null, false);

    private Samples() {}

    public static ActionRequested request(String key, String requestId, String params) {
        return request(key, requestId, params, null, null);
    }

    public static ActionRequested request(
            String key,
            String requestId,
            String params,
            @Nullable Mode mode,
            @Nullable RetryPolicy retry) {
        Intent intent = new Intent("default", "train", 1, key, null);
        return new ActionRequested(
                requestId,
                id(intent),
                intent,
                params,
                mode,
                retry,
                context("story-" + key, Map.of()),
                List.of(),
                List.of(),
                START,
                null,
                null,
                0,
                null);
    }

    /** One that nothing is special about but what it is and what it belongs to. */
    public static ActionRequested request(Intent intent, Context context) {
        return new ActionRequested(
                "r-" + intent.getIdempotencyKey(),
                id(intent),
                intent,
                "{}",
                null,
                null,
                context,
                List.of(),
                List.of(),
                START,
                null,
                null,
                0,
                null);
    }

    public static Context context(String story, Map<String, String> labels) {
        return new Context("alice", story, null, null, null, null, labels);
    }

    public static String id(Intent intent) {
        return ActionId.of(Translate.identity(intent)).value();
    }

    public static AttemptStarted started(String id, int attempt, String executor) {
        return started(id, attempt, executor, Mode.RETRY);
    }

    public static AttemptStarted started(String id, int attempt, String executor, Mode mode) {
        return new AttemptStarted(id, attempt, new Run(executor, START), mode, THREE_ATTEMPTS);
    }

    public static Heartbeat heartbeat(
            String id, int attempt, String executor, @Nullable String checkpoint) {
        return new Heartbeat(id, attempt, executor, 0.5, checkpoint, START, null);
    }

    public static AttemptSucceeded succeeded(
            String id, int attempt, String executor, String result) {
        return new AttemptSucceeded(id, attempt, executor, result, List.of(), START);
    }

    public static AttemptFailed failed(String id, int attempt, String executor, ErrorDetail error) {
        return new AttemptFailed(id, attempt, executor, error, true, START, null);
    }

    public static AttemptFailed notStarted(String id, int attempt, String executor) {
        ErrorDetail error = new ErrorDetail("NOT_STARTED", "the claim is too old", true, null);
        return new AttemptFailed(id, attempt, executor, error, false, START, null);
    }

    public static ErrorDetail error(String code, boolean retryable) {
        return new ErrorDetail(code, "it went wrong", retryable, null);
    }

    public static AttemptSuspended suspended(
            String id, int attempt, String executor, Instant until) {
        return new AttemptSuspended(id, attempt, executor, until, START);
    }

    public static CancelRequested cancel(String id) {
        return cancel(id, "cancel-1");
    }

    public static CancelRequested cancel(String id, String order) {
        return new CancelRequested(id, order, "bob", "no longer needed", START);
    }

    public static RetryRequested retry(String id, String order) {
        return new RetryRequested(id, order, "bob", "it is mended", START);
    }

    public static RedriveRequested redrive(String id, String order) {
        return new RedriveRequested(id, order, "bob", "it is mended", START);
    }

    public static KeyReleaseRequested release(String id, String order) {
        return new KeyReleaseRequested(id, order, "bob", "once more", START);
    }

    /** The same request, bound in time. */
    public static ActionRequested timed(ActionRequested request, Timing timing) {
        return with(request, new ActionRequested(), "timing", timing);
    }

    /** The same policy, bound in time or with a pause at its end. */
    public static RetryPolicy bounded(RetryPolicy retry, @Nullable Duration total, boolean pause) {
        return new RetryPolicy(
                retry.getMaxAttempts(),
                retry.getBackoffMillis(),
                retry.getFactor(),
                retry.getMaxBackoffMillis(),
                retry.getJitter(),
                retry.getNonRetryable(),
                total == null ? null : total.toMillis(),
                pause);
    }

    /** A copy that differs in one field. */
    public static <E extends SpecificRecord> E with(
            E original, E empty, String field, @Nullable Object value) {
        for (Schema.Field each : original.getSchema().getFields()) {
            empty.put(each.pos(), each.name().equals(field) ? value : original.get(each.pos()));
        }
        return empty;
    }
}
