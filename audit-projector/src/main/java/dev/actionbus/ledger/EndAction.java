package dev.actionbus.ledger;

import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.ActionState.Begun;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.LastFailure;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The one terminal event of a round; and the pause that may stand before it. */
final class EndAction {

    private final DueTimes due;

    EndAction(DueTimes due) {
        this.due = due;
    }

    Step completed(Begun begun, AttemptSucceeded report, Instant now) {
        ActionRequested request = begun.action().request();
        SpecificRecord event =
                new ActionCompleted(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        begun.attempt(),
                        begun.claim().run(),
                        report.getResult(),
                        report.getOutputs(),
                        now);
        return end(
                begun.close(
                        ActionStatus.COMPLETED,
                        new Outcome(begun.attempt(), report.getResult(), null, now)),
                List.of(),
                event,
                GiveBack.ofAction(begun, now));
    }

    /** The run has come to its result. */
    Step completed(Steering run, String result, Instant now) {
        ActionRequested request = run.action().request();
        SpecificRecord event =
                new ActionCompleted(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        run.attempt(),
                        run.run(),
                        result,
                        List.of(),
                        now);
        return end(
                run.close(ActionStatus.COMPLETED, new Outcome(run.attempt(), result, null, now)),
                List.of(),
                event,
                GiveBack.ofAction(run, now));
    }

    /** The run has failed, and nothing of it is under way any more. */
    Step failed(Steering run, ErrorDetail error, Instant now) {
        return end(
                run.close(ActionStatus.FAILED, new Outcome(run.attempt(), null, error, now)),
                List.of(),
                failure(run, run.run(), error, now),
                GiveBack.ofAction(run, now));
    }

    /** No other attempt could help. */
    Step failed(Begun begun, ErrorDetail error, Instant now) {
        return end(
                begun.close(ActionStatus.FAILED, new Outcome(begun.attempt(), null, error, now)),
                List.of(),
                failure(begun, begun.claim().run(), error, now),
                GiveBack.ofAction(begun, now));
    }

    /**
     * Another attempt could help, and none is left.
     *
     * @param told what is written before
     */
    Step exhausted(Open open, LastFailure last, List<Output> told, Instant now) {
        if (!last.retry().getPauseWhenExhausted()) {
            return end(
                    open.close(
                            ActionStatus.FAILED,
                            new Outcome(open.attempt(), null, last.error(), now)),
                    told,
                    failure(open, last.run(), last.error(), now),
                    GiveBack.ofAction(open, now));
        }
        Paused paused = open.pause();
        SpecificRecord event =
                new ActionPaused(open.actionId(), open.attempt(), last.run(), last.error(), now);
        return new Step(
                paused,
                due.timer(paused, now),
                outputs(told, event, GiveBack.ofAttempt(open, now)));
    }

    /**
     * The end of an action whose deadline has passed, or that should have begun by now.
     *
     * @param told what is written before
     */
    Optional<Step> whenTimeIsUp(Open open, List<Output> told, Instant now) {
        return DueTimes.deadline(open)
                .filter(it -> !now.isBefore(it))
                .map(it -> error("DEADLINE_EXCEEDED", "had not ended by " + it))
                .or(() ->
                        DueTimes.startBy(open)
                                .filter(it -> !now.isBefore(it))
                                .map(it -> error("START_TIMEOUT", "had not begun by " + it)))
                .map(error ->
                        end(
                                open.close(
                                        ActionStatus.FAILED,
                                        new Outcome(open.attempt(), null, error, now)),
                                told,
                                failure(open, null, error, now),
                                GiveBack.ofStopped(
                                        open, error.getCode() + ": " + error.getMessage(), now)));
    }

    /** The end of waiting for a turn, when so much time has passed that no attempt may follow. */
    Optional<Step> whenNoneMayFollow(Queued queued, List<Output> told, Instant now) {
        return queued.last()
                .filter(last ->
                        DueTimes.isOver(
                                DueTimes.lastGrant(queued.action().round(), last.retry()), now))
                .map(last -> exhausted(queued, last, told, now));
    }

    Step unknown(Begun begun, String why, Instant now) {
        ActionRequested request = begun.action().request();
        SpecificRecord event =
                new OutcomeUnknown(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        begun.attempt(),
                        begun.claim().run(),
                        now);
        return end(
                begun.close(
                        ActionStatus.UNKNOWN,
                        new Outcome(begun.attempt(), null, error("UNKNOWN", why), now)),
                List.of(),
                event,
                GiveBack.ofAction(begun, now));
    }

    Step cancelled(Open open, Order order, Instant now) {
        ActionRequested request = open.action().request();
        ErrorDetail error = error("CANCELLED", order.reason());
        SpecificRecord event =
                new ActionCancelled(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        open.attempt(),
                        order.principal(),
                        order.reason(),
                        now);
        return end(
                open.close(ActionStatus.CANCELLED, new Outcome(open.attempt(), null, error, now))
                        .obeyed(order.requestId()),
                List.of(),
                event,
                GiveBack.ofStopped(open, "CANCELLED: " + order.reason(), now));
    }

    private static Step end(
            Closed closed, List<Output> told, SpecificRecord event, List<Output> after) {
        return new Step(closed, new Timer.Off(), outputs(told, event, after));
    }

    private static List<Output> outputs(
            List<Output> told, SpecificRecord event, List<Output> after) {
        List<Output> all = new ArrayList<>(told);
        all.add(new Output.Event(event));
        all.addAll(after);
        return all;
    }

    private static ActionFailed failure(
            Open open, @Nullable Run run, ErrorDetail error, Instant now) {
        ActionRequested request = open.action().request();
        return new ActionFailed(
                request.getActionId(),
                request.getIntent(),
                request.getContext().getCorrelationId(),
                open.attempt(),
                run,
                error,
                now);
    }

    private static ErrorDetail error(String code, String message) {
        return new ErrorDetail(code, message, false, null);
    }
}
