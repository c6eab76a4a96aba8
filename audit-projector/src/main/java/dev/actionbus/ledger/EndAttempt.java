package dev.actionbus.ledger;

import dev.actionbus.action.ActionError;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.ledger.ActionState.Begun;
import dev.actionbus.ledger.ActionState.LastFailure;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows an attempt that did not succeed: another one, a pause, or the end. */
final class EndAttempt {

    /** A handler may put the next attempt off, but not hold the action for ever. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    private final DueTimes due;
    private final GrantAttempt grant;
    private final EndAction end;

    EndAttempt(DueTimes due, GrantAttempt grant, EndAction end) {
        this.due = due;
        this.grant = grant;
        this.end = end;
    }

    Step failed(Begun begun, AttemptFailed report, Instant now) {
        ErrorDetail error = report.getError();
        RetryPolicy retry = begun.claim().retry();
        if (isUnknown(begun, report)) {
            return end.unknown(begun, error.getMessage(), now);
        }
        if (!error.getRetryable() || retry.getNonRetryable().contains(error.getCode())) {
            return end.failed(begun, error, now);
        }
        boolean left = isLeft(begun, report.getCalled());
        return retryable(
                begun, error, left, Optional.ofNullable(report.getRetryAfterMillis()), now);
    }

    /** Nobody outside has reported. */
    Step callbackMissing(Suspended suspended, Instant now) {
        String what = "nobody had reported by " + suspended.until();
        return switch (suspended.claim().mode()) {
            case ONCE -> end.unknown(suspended, what, now);
            case RETRY ->
                    retryable(
                            suspended,
                            new ErrorDetail("CALLBACK_TIMEOUT", what, true, null),
                            isLeft(suspended, true),
                            Optional.empty(),
                            now);
        };
    }

    /** The executor has been silent for a lease. */
    Step lost(Running running, Instant now) {
        String executor = running.claim().run().getExecutor();
        if (running.claim().mode() == Mode.ONCE) {
            return end.unknown(running, "the only attempt went silent on " + executor, now);
        }
        List<Output> told = new ArrayList<>();
        told.add(
                new Output.Event(
                        new AttemptLost(
                                running.actionId(),
                                running.attempt(),
                                running.claim().run(),
                                now)));
        LastFailure last =
                failure(
                        running,
                        new ErrorDetail(
                                "LOST", "the last attempt went silent on " + executor, true, null));
        if (!isLeft(running, true)) {
            return end.exhausted(running, last, told, now);
        }
        told.addAll(GiveBack.ofAttempt(running, now));
        return grant.next(running.queue(Optional.of(last)), told, now);
    }

    private Step retryable(
            Begun begun, ErrorDetail error, boolean left, Optional<Long> askedMillis, Instant now) {
        LastFailure last = failure(begun, error);
        Instant dueAt = now.plus(wait(begun, askedMillis));
        Round round = begun.action().round();
        if (!left || DueTimes.isOver(DueTimes.lastGrant(round, last.retry()), dueAt)) {
            return end.exhausted(begun, last, List.of(), now);
        }
        Waiting waiting =
                new Waiting(
                        begun.action(), begun.course().afterAttempt(), dueAt, Optional.of(last));
        List<Output> outputs = new ArrayList<>();
        outputs.add(
                new Output.Event(
                        new RetryScheduled(
                                begun.actionId(),
                                begun.attempt(),
                                begun.claim().run(),
                                error,
                                dueAt,
                                now)));
        outputs.addAll(GiveBack.ofAttempt(begun, now));
        return new Step(waiting, due.timer(waiting, now), outputs);
    }

    private static Duration wait(Begun begun, Optional<Long> askedMillis) {
        Duration backoff =
                Backoff.after(
                        Math.max(1, begun.action().round().counted(begun.attempt())),
                        begun.claim().retry(),
                        begun.actionId());
        Duration asked =
                Duration.ofMillis(
                        Math.clamp(askedMillis.orElse(0L), 0, LONGEST_ASKED_FOR.toMillis()));
        return asked.compareTo(backoff) > 0 ? asked : backoff;
    }

    /** Whoever reports can not tell itself what its once-only handler did. */
    private static boolean isUnknown(Begun begun, AttemptFailed report) {
        return begun.claim().mode() == Mode.ONCE
                && report.getCalled()
                && report.getError().getCode().equals(ActionError.OUTCOME_UNKNOWN);
    }

    /** A once-only handler that was certainly not called may be given another chance. */
    private static boolean isLeft(Begun begun, boolean called) {
        int allowed =
                switch (begun.claim().mode()) {
                    case RETRY -> begun.claim().retry().getMaxAttempts();
                    case ONCE ->
                            called ? 1 : dev.actionbus.action.RetryPolicy.DEFAULT.maxAttempts();
                };
        return begun.action().round().counted(begun.attempt()) < allowed;
    }

    private static LastFailure failure(Begun begun, ErrorDetail error) {
        return new LastFailure(begun.claim().run(), error, begun.claim().retry());
    }
}
