package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.Handler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Until when an attempt may go on: its timeout, or the deadline of its action if that is sooner.
 * That an action is over is the ledger's to say, by its own clock: the error is a retryable one.
 *
 * @param at by the executor's clock
 * @param error of an attempt that is ended then
 */
record Bound(Instant at, ActionError error) {

    private static final String TIMEOUT = "TIMEOUT";
    private static final Duration LONGEST = Duration.ofDays(30);

    static Bound of(AttemptGranted grant, Handler handler, Instant now) {
        Instant timeout = now.plus(timeout(grant, handler));
        Instant deadline = grant.getDeadline();
        return deadline != null && deadline.isBefore(timeout)
                ? new Bound(
                        deadline,
                        ActionError.retryable(
                                "DEADLINE_EXCEEDED", "the action's deadline has passed"))
                : new Bound(timeout, ActionError.retryable(TIMEOUT, "the handler's time is up"));
    }

    boolean passed(Instant now) {
        return !now.isBefore(at);
    }

    /** A handler that watches its time itself does not know whose time it is. */
    AttemptResult named(AttemptResult result) {
        return result instanceof AttemptResult.Failed failed
                        && failed.error().code().equals(TIMEOUT)
                ? new AttemptResult.Failed(error, failed.retryAfter(), failed.called())
                : result;
    }

    private static Duration timeout(AttemptGranted grant, Handler handler) {
        return Optional.ofNullable(grant.getTimeoutMillis())
                .map(millis -> Math.clamp(millis, 1, LONGEST.toMillis()))
                .map(Duration::ofMillis)
                .orElse(handler.timeout());
    }
}
