package dev.actionbus.executor;

import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import dev.actionbus.executor.handler.Printable;
import java.time.Clock;
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
    private final Clock clock;
    private final LongSupplier nanoTime;

    Workers(
            Slots slots,
            RunningAttempts attempts,
            Tally tally,
            Clock clock,
            LongSupplier nanoTime) {
        this.slots = slots;
        this.attempts = attempts;
        this.tally = tally;
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
        long now = nanoTime.getAsLong();
        if (attempt.stale(now)) {
            return AttemptEnd.notCalled("NOT_STARTED", "half of the lease had passed");
        }
        return switch (attempt.work().handler()) {
            case Lookup.Unknown unknown ->
                    AttemptEnd.notCalled(
                            "HANDLER_UNKNOWN",
                            "no handler " + unknown.name() + " version " + unknown.version());
            case Lookup.Found found ->
                    attempt.enter(Thread.currentThread(), now + found.handler().timeout().toNanos())
                            ? new AttemptEnd(call(attempt, found))
                            : AttemptEnd.notCalled("INTERRUPTED", "the executor is closing");
        };
    }

    private AttemptResult call(RunningAttempt attempt, Lookup.Found found) {
        AttemptGranted grant = attempt.work().grant();
        Handler handler = found.handler();
        Attempt call =
                new Attempt(
                        attempt.work().id(),
                        grant.getAttempt(),
                        new Attempt.Call(handler.name(), handler.version(), grant.getParams()),
                        clock.instant().plus(handler.timeout()),
                        Optional.ofNullable(grant.getCheckpoint()),
                        Optional.ofNullable(grant.getContext().getTraceparent()),
                        attempt.progress());
        try {
            AttemptResult result = handler.code().handle(call);
            return ResultRules.checked(attempt.progress().completed(result));
        } catch (Throwable e) {
            LOG.info("attempt: the handler of {} threw {}", attempt.work(), Printable.trace(e));
            return ResultRules.thrown(e);
        }
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
