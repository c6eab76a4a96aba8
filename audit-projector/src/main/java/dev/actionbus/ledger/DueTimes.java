package dev.actionbus.ledger;

import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When something happens to an open action although nobody says anything. */
final class DueTimes {

    private final Duration lease;

    DueTimes(Duration lease) {
        this.lease = lease;
    }

    /** The earliest of all that the action waits for. Leases begin now, in full. */
    Timer timer(Open state, Instant now) {
        return Stream.of(deadline(state), startBy(state), own(state, now))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .<Timer>map(Timer.At::new)
                .orElseGet(Timer.Off::new);
    }

    /** When the round ends, whatever is under way. */
    static Optional<Instant> deadline(Open state) {
        Optional<Instant> asked = binding(state, timing(state).map(Timing::getDeadline));
        return state instanceof Steering run
                ? Stream.of(asked, run.pace().deadline())
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo)
                : asked;
    }

    /** When the round ends unless an attempt has begun. */
    static Optional<Instant> startBy(Open state) {
        boolean unclaimed =
                state instanceof Granted
                        && state.attempt() == state.action().round().spent().before() + 1;
        return unclaimed || state.isNew()
                ? binding(state, timing(state).map(Timing::getStartBy))
                : Optional.empty();
    }

    /** From when on no attempt follows this failure. */
    static Optional<Instant> lastGrant(Round round, RetryPolicy retry) {
        return Optional.ofNullable(retry.getTotalTimeoutMillis())
                .map(Duration::ofMillis)
                .map(round.begunAt()::plus);
    }

    static boolean isOver(Optional<Instant> end, Instant now) {
        return end.map(it -> !now.isBefore(it)).orElse(false);
    }

    private Optional<Instant> own(Open state, Instant now) {
        return switch (state) {
            case Granted _, Paused _ -> Optional.empty();
            case Running running -> Optional.of(leaseEnd(running.claim().mode(), now));
            case Suspended suspended -> Optional.of(suspended.until());
            case Waiting waiting -> Optional.of(waiting.dueAt());
            case Steering run -> run.pace().wake();
            case Queued queued ->
                    queued.last().flatMap(it -> lastGrant(queued.action().round(), it.retry()));
        };
    }

    /** A once-only attempt gets the lease again as grace: unknown is not taken back. */
    private Instant leaseEnd(Mode mode, Instant now) {
        return switch (mode) {
            case RETRY -> now.plus(lease);
            case ONCE -> now.plus(lease.multipliedBy(2));
        };
    }

    private static Optional<Timing> timing(Open state) {
        return Optional.ofNullable(state.action().request().getTiming());
    }

    /** A time that had passed when an operator put the action back does not bind. */
    private static Optional<Instant> binding(Open state, Optional<Instant> time) {
        Round round = state.action().round();
        return time.filter(it -> !round.redriven() || it.isAfter(round.begunAt()));
    }
}
