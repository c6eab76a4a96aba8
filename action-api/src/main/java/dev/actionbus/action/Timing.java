package dev.actionbus.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an action may begin and must have ended. What is empty is not bounded.
 *
 * @param runAt no attempt is granted before
 * @param startBy the first attempt has begun by then, or the action fails ({@code START_TIMEOUT})
 * @param deadline the action has ended by then, or it fails ({@code DEADLINE_EXCEEDED})
 * @param attemptTimeout bounds each attempt; empty: as the handler declares
 */
public record Timing(
        Optional<Instant> runAt,
        Optional<Instant> startBy,
        Optional<Instant> deadline,
        Optional<Duration> attemptTimeout) {

    public static final Timing NONE =
            new Timing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Timing {
        if (runAt.isPresent() && deadline.isPresent() && !runAt.get().isBefore(deadline.get())) {
            throw InvalidRequest.of("DEADLINE_INVALID", "the deadline is after the begin");
        }
        if (runAt.isPresent() && startBy.isPresent() && !runAt.get().isBefore(startBy.get())) {
            throw InvalidRequest.of("DEADLINE_INVALID", "startBy is after the begin");
        }
        if (attemptTimeout.isPresent()
                && (attemptTimeout.get().isNegative() || attemptTimeout.get().isZero())) {
            throw InvalidRequest.of("TIMEOUT_INVALID", "a timeout is more than 0");
        }
    }

    /** Begins at this time. */
    public static Timing at(Instant runAt) {
        return new Timing(Optional.of(runAt), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Ends by this time. */
    public static Timing until(Instant deadline) {
        return new Timing(
                Optional.empty(), Optional.empty(), Optional.of(deadline), Optional.empty());
    }
}
