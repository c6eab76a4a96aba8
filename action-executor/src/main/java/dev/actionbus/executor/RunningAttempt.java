package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import java.time.Duration;
import java.util.Optional;

/**
 * One claimed attempt, which is reported exactly once: by its handler's end, or, when it had to be
 * stopped and does not end, without it. Times are nanoseconds of the monotonic clock.
 */
final class RunningAttempt {

    /** How long a stopped handler may take to end before it is reported without. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final long BETWEEN_NEWS = Duration.ofSeconds(1).toNanos();

    private final Assignment work;
    private final long claimedAt;
    private final long lease;
    private final AttemptProgress progress = new AttemptProgress();
    private Phase phase = new Phase.Claimed();
    private long nextBeat;
    private long lastBeat;

    /** Where it stands. */
    private sealed interface Phase {
        record Claimed() implements Phase {}

        record InHandler(Thread thread, long deadline, ActionError late) implements Phase {}

        record Stopping(AttemptEnd end, long givenUpAt) implements Phase {}

        record Reported() implements Phase {}
    }

    /**
     * @param claimedAt before the claim was sent, so that the lease can not have begun earlier
     */
    RunningAttempt(Assignment work, long claimedAt) {
        this.work = work;
        this.claimedAt = claimedAt;
        this.lease = Duration.ofMillis(work.grant().getLeaseMillis()).toNanos();
        this.nextBeat = claimedAt + lease / 2;
        this.lastBeat = claimedAt - BETWEEN_NEWS;
    }

    Assignment work() {
        return work;
    }

    AttemptProgress progress() {
        return progress;
    }

    /** Too much of the lease has passed to begin. */
    boolean stale(long now) {
        return now - claimedAt > lease / 2;
    }

    /**
     * The thread is about to call the handler; false: it must not.
     *
     * @param late what it is stopped with at its deadline
     */
    synchronized boolean enter(Thread thread, long deadline, ActionError late) {
        if (phase instanceof Phase.Claimed) {
            phase = new Phase.InHandler(thread, deadline, late);
            return true;
        }
        return false;
    }

    /** Interrupts the handler, whose end is then this error unless it knows better. */
    synchronized void stop(ActionError error, long now) {
        boolean called =
                switch (phase) {
                    case Phase.Claimed claimed -> false;
                    case Phase.InHandler running -> {
                        running.thread().interrupt();
                        yield true;
                    }
                    case Phase.Stopping stopping -> stopping.end().called();
                    case Phase.Reported reported -> true;
                };
        if (phase instanceof Phase.Claimed || phase instanceof Phase.InHandler) {
            AttemptEnd end =
                    new AttemptEnd(new AttemptResult.Failed(error, Optional.empty(), called));
            phase = new Phase.Stopping(end, now + GRACE.toNanos());
        }
    }

    /**
     * The worker is through. What to report; empty: it has been reported. The thread is not
     * interrupted after this.
     */
    synchronized Optional<AttemptEnd> settle(AttemptEnd own) {
        Optional<AttemptEnd> end =
                switch (phase) {
                    case Phase.Claimed claimed -> Optional.of(own);
                    case Phase.InHandler running -> Optional.of(own);
                    case Phase.Stopping stopping ->
                            Optional.of(own.saysHowFarItGot() ? own : stopping.end());
                    case Phase.Reported reported -> Optional.empty();
                };
        phase = new Phase.Reported();
        return end;
    }

    /** Stops it at its deadline; what to report when it has not ended for long after. */
    synchronized Optional<AttemptEnd> overdue(long now) {
        if (phase instanceof Phase.InHandler running && now - running.deadline() >= 0) {
            stop(running.late(), now);
        }
        if (phase instanceof Phase.Stopping stopping && now - stopping.givenUpAt() >= 0) {
            phase = new Phase.Reported();
            return Optional.of(stopping.end());
        }
        return Optional.empty();
    }

    /** Every third of the lease once half of it has passed; with news once a second. */
    synchronized boolean beatDue(long now) {
        boolean news = progress.hasNews() && now - lastBeat >= BETWEEN_NEWS;
        if (phase instanceof Phase.Reported || !(news || now - nextBeat >= 0)) {
            return false;
        }
        lastBeat = now;
        nextBeat = now + lease / 3;
        return true;
    }
}
