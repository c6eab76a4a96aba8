package dev.actionbus.ledger;

import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.ledger.run.RunMoves;
import dev.actionbus.ledger.turn.WantsOf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides. One pure function from a state and an input to a state and what is written: no I/O, no
 * clock, no chance. That every round of an accepted action gets exactly one outcome is a property
 * of this function, fed by one writer per action.
 *
 * <p>An attempt that needs turns asks for one after the other: the step says {@code ActionQueued}
 * and {@code TurnAsked}, and the action waits for {@link LedgerInput.TurnGiven}. Who can give a
 * turn in the same transaction makes one step of both with {@link #turnAtOnce}: then nobody was
 * queued, and nothing says so.
 */
public final class Ledger {

    private final Plans plans;
    private final DueTimes due;
    private final AdmitRequest admit;
    private final JudgeReport judge;
    private final ObeyOrder orders;
    private final TakeTurn turns;
    private final GrantAttempt grant;
    private final EndAttempt endAttempt;
    private final EndAction end;

    /** One in which no attempt waits for another. */
    public Ledger(Duration lease) {
        this(lease, WantsOf.NOTHING);
    }

    /**
     * @param lease an attempt that is silent for longer is lost
     * @param wants what an attempt needs; asked at admission and again for every further attempt
     */
    public Ledger(Duration lease, WantsOf wants) {
        plans = new Plans();
        due = new DueTimes(lease);
        end = new EndAction(due);
        grant = new GrantAttempt(lease, due, wants, end);
        endAttempt = new EndAttempt(due, grant, end);
        admit = new AdmitRequest(due, grant, plans);
        judge = new JudgeReport(due, endAttempt, end);
        orders = new ObeyOrder(grant, end);
        turns = new TakeTurn(grant);
    }

    public Step step(ActionState state, LedgerInput input, Instant now) {
        return switch (input) {
            case LedgerInput.Requested asked -> admit.step(state, asked.request(), now);
            case LedgerInput.Report report -> judge.step(state, report, now);
            case LedgerInput.TimerFired _ -> onTimer(state, now);
            case LedgerInput.CancelAsked asked ->
                    orders.cancel(state, Order.of(asked.request()), now);
            case LedgerInput.RetryAsked asked -> orders.retry(state, asked.request(), now);
            case LedgerInput.RedriveAsked asked ->
                    orders.redrive(state, Order.of(asked.request()), now);
            case LedgerInput.ReleaseAsked asked ->
                    orders.release(state, Order.of(asked.request()), now);
            case LedgerInput.TurnGiven turn -> turns.step(state, turn.record(), now);
            case LedgerInput.ResumeAsked asked -> orders.resume(state, asked.request(), now);
            case LedgerInput.Signalled asked ->
                    orders.ignore(state, Order.of(asked.request()), now);
            case LedgerInput.StepEnded _ -> new Step(state, new Timer.Unchanged(), List.of());
        };
    }

    /**
     * The same admission, when an executor beside the ledger claims the first attempt in the
     * ledger's own transaction.
     *
     * @param admission the step that accepted the action
     */
    public Step claimedAtOnce(Step admission, AttemptStarted start, Instant now) {
        if (!(admission.state() instanceof Granted granted)) {
            throw new IllegalArgumentException("nothing is granted: " + admission);
        }
        return admit.claimedAtOnce(admission, granted, start, now);
    }

    /**
     * The same step, when the turn that it asks for is given in the same transaction: as if it had
     * not been asked for. It may ask for the next one.
     *
     * @param asked the step whose last outputs ask for the turn
     */
    public Step turnAtOnce(Step asked, TurnGiven given, Instant now) {
        return turns.atOnce(asked, given, now);
    }

    /**
     * The timer of an action that this ledger finds in its store at a start. Leases begin anew in
     * full: an outage delays a retry, it never causes one.
     */
    public Timer revive(Open state, Instant now) {
        return due.timer(state, now);
    }

    /** The same, of a run that goes on at another pace. */
    Step paced(Steering run, Instant now) {
        return new Step(run, due.timer(run, now), List.of());
    }

    /** A run has come to its end by itself. */
    Step ended(Steering run, RunMoves.End how, Instant now) {
        return switch (how) {
            case RunMoves.End.Completed done -> end.completed(run, done.result(), now);
            case RunMoves.End.Failed failed -> end.failed(run, failed.error(), now);
        };
    }

    /** An order that is not obeyed. */
    Step ignore(ActionState state, Order order, Instant now) {
        return orders.ignore(state, order, now);
    }

    /** The definitions it has seen. */
    Plans plans() {
        return plans;
    }

    private Step onTimer(ActionState state, Instant now) {
        return state instanceof Open open
                ? end.whenTimeIsUp(open, List.of(), now).orElseGet(() -> onOwnTimer(open, now))
                : new Step(state, new Timer.Unchanged(), List.of());
    }

    private Step onOwnTimer(Open open, Instant now) {
        return switch (open) {
            case Running running -> endAttempt.lost(running, now);
            case Suspended suspended when !now.isBefore(suspended.until()) ->
                    endAttempt.callbackMissing(suspended, now);
            case Waiting waiting when !now.isBefore(waiting.dueAt()) ->
                    grant.next(waiting.queue(waiting.last()), List.of(), now);
            case Queued queued ->
                    end.whenNoneMayFollow(queued, List.of(), now).orElseGet(() -> early(open, now));
            case Granted _, Suspended _, Waiting _, Steering _, Paused _ -> early(open, now);
        };
    }

    /** The clock was set back since the timer went off. */
    private Step early(Open open, Instant now) {
        return new Step(open, due.timer(open, now), List.of());
    }
}
