package dev.actionbus.executor;

import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs claimed attempts, each on a virtual thread of its own, outside any transaction. */
final class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Slots slots;
    private final RunningAttempts attempts;
    private final Tally tally;
    private final Revocations revocations;
    private final CallHandler callHandler;
    private final Clock clock;
    private final LongSupplier nanoTime;

    Workers(
            Slots slots,
            RunningAttempts attempts,
            Tally tally,
            Revocations revocations,
            CallHandler callHandler,
            Clock clock,
            LongSupplier nanoTime) {
        this.slots = slots;
        this.attempts = attempts;
        this.tally = tally;
        this.revocations = revocations;
        this.callHandler = callHandler;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Slots slots() {
        return slots;
    }

    /** The claim is committed and the slots are taken. */
    void start(Assignment work, long claimedAt) {
        RunningAttempt attempt = new RunningAttempt(work, claimedAt);
        attempts.add(attempt);
        Thread.ofVirtual().name("attempt-" + work.id()).start(() -> run(attempt));
    }

    private void run(RunningAttempt attempt) {
        try {
            AttemptEnd own = perform(attempt);
            Optional<AttemptEnd> end = attempt.settle(own);
            // A late interrupt was meant for the handler and must not hit the report.
            boolean interrupted = Thread.interrupted();
            end.ifPresentOrElse(
                    report -> attempts.report(attempt, report),
                    () -> tooLate(attempt, own, interrupted));
        } finally {
            slots.release(attempt.work().weight());
        }
    }

    private AttemptEnd perform(RunningAttempt attempt) {
        Assignment work = attempt.work();
        Optional<String> revoked = revocations.reason(work.id(), work.grant().getAttempt());
        if (revoked.isPresent()) {
            return AttemptEnd.notCalled("REVOKED", revoked.get());
        }
        if (attempt.stale(nanoTime.getAsLong())) {
            return AttemptEnd.notCalled("NOT_STARTED", "half of the lease had passed");
        }
        return switch (work.handler()) {
            case Lookup.Unknown unknown ->
                    AttemptEnd.notCalled(
                            "HANDLER_UNKNOWN",
                            "no handler " + unknown.name() + " version " + unknown.version());
            case Lookup.Found(Handler handler) -> bounded(attempt, handler);
        };
    }

    private AttemptEnd bounded(RunningAttempt attempt, Handler handler) {
        Instant now = clock.instant();
        Bound bound = Bound.of(attempt.work().grant(), handler, now);
        if (bound.passed(now)) {
            return AttemptEnd.notCalled(bound.error().code(), bound.error().message());
        }
        long deadline = nanoTime.getAsLong() + Duration.between(now, bound.at()).toNanos();
        return attempt.enter(Thread.currentThread(), deadline, bound.error())
                ? new AttemptEnd(bound.named(callHandler.call(attempt, handler, bound.at())))
                : AttemptEnd.notCalled("INTERRUPTED", "the executor is closing");
    }

    private void tooLate(RunningAttempt attempt, AttemptEnd own, boolean interrupted) {
        tally.ended(Ending.TOO_LATE);
        LOG.warn(
                "attempt: {} ended as {} after it had been reported; dropped (interrupted: {})",
                attempt.work(),
                own.ending(),
                interrupted);
    }
}
