package dev.actionbus.ledger;

import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides. One pure function from a state and an input to a state and what is written: no I/O, no
 * clock, no chance. That every accepted action gets exactly one outcome is a property of this
 * function, fed by one writer per action.
 */
public final class Ledger {

    private final Duration lease;
    private final AdmitRequest admit;
    private final JudgeReport judge;
    private final EndAction end = new EndAction();
    private final GrantAttempt grant;

    /**
     * @param lease an attempt that is silent for longer is lost
     */
    public Ledger(Duration lease) {
        this.lease = lease;
        grant = new GrantAttempt(lease);
        admit = new AdmitRequest(lease, grant);
        judge = new JudgeReport(lease, end);
    }

    public Step step(ActionState state, LedgerInput input, Instant now) {
        return switch (input) {
            case LedgerInput.Requested asked -> admit.step(state, asked.request(), now);
            case LedgerInput.Report report -> judge.step(state, report, now);
            case LedgerInput.TimerFired _ -> onTimer(state, now);
            case LedgerInput.CancelAsked asked -> end.cancel(state, asked.request(), now);
        };
    }

    /**
     * The same admission, when an executor beside the ledger claims the first attempt in the
     * ledger's own transaction.
     *
     * @param admission the step that accepted the action
     */
    public Step claimedAtOnce(Step admission, AttemptStarted start, Instant now) {
        return switch (admission.state()) {
            case Granted granted -> admit.claimedAtOnce(granted, start, now);
            case Running _, Waiting _, ActionState.Closed _, ActionState.Absent _ ->
                    throw new IllegalArgumentException("nothing is granted: " + admission);
        };
    }

    /**
     * The timer of an action that this ledger finds in its store at a start. Leases begin anew in
     * full: an outage delays a retry, it never causes one.
     */
    public Timer revive(Open state, Instant now) {
        return switch (state) {
            case Granted _ -> new Timer.Off();
            case Running running -> new Timer.At(leaseEnd(lease, running.claim().mode(), now));
            case Waiting waiting -> new Timer.At(waiting.dueAt());
        };
    }

    /** A once-only attempt gets the lease again as grace: unknown is for ever. */
    static Instant leaseEnd(Duration lease, Mode mode, Instant now) {
        return switch (mode) {
            case RETRY -> now.plus(lease);
            case ONCE -> now.plus(lease.multipliedBy(2));
        };
    }

    private Step onTimer(ActionState state, Instant now) {
        return switch (state) {
            case Running running ->
                    switch (running.claim().mode()) {
                        case ONCE -> end.silent(running, now);
                        case RETRY ->
                                running.attempt() < running.claim().retry().getMaxAttempts()
                                        ? grant.afterLoss(running, now)
                                        : end.lost(running, now);
                    };
            case Waiting waiting -> grant.next(waiting, now);
            case Granted _, ActionState.Closed _, ActionState.Absent _ ->
                    new Step(state, new Timer.Unchanged(), List.of());
        };
    }
}
