package dev.actionbus.ledger;

import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The one terminal event of an action. */
final class EndAction {

    Step completed(Running running, AttemptSucceeded report, Instant now) {
        ActionRequested request = running.action().request();
        return end(
                running,
                ActionStatus.COMPLETED,
                new Outcome(running.attempt(), report.getResult(), null, now),
                List.of(
                        new ActionCompleted(
                                request.getActionId(),
                                request.getIntent(),
                                request.getContext().getCorrelationId(),
                                running.attempt(),
                                running.claim().run(),
                                report.getResult(),
                                report.getOutputs(),
                                now)));
    }

    Step failed(Running running, ErrorDetail error, Instant now) {
        return end(
                running,
                ActionStatus.FAILED,
                new Outcome(running.attempt(), null, error, now),
                List.of(failure(running, running.claim().run(), error, now)));
    }

    Step lost(Running running, Instant now) {
        Run run = running.claim().run();
        ErrorDetail error =
                new ErrorDetail(
                        "LOST", "the last attempt went silent on " + run.getExecutor(), true, null);
        String id = running.action().request().getActionId();
        return end(
                running,
                ActionStatus.FAILED,
                new Outcome(running.attempt(), null, error, now),
                List.of(
                        new AttemptLost(id, running.attempt(), run, now),
                        failure(running, run, error, now)));
    }

    Step silent(Running running, Instant now) {
        String executor = running.claim().run().getExecutor();
        return unknown(running, "the only attempt went silent on " + executor, now);
    }

    Step unknown(Running running, String why, Instant now) {
        ActionRequested request = running.action().request();
        Run run = running.claim().run();
        ErrorDetail error = new ErrorDetail("UNKNOWN", why, false, null);
        return end(
                running,
                ActionStatus.UNKNOWN,
                new Outcome(running.attempt(), null, error, now),
                List.of(
                        new OutcomeUnknown(
                                request.getActionId(),
                                request.getIntent(),
                                request.getContext().getCorrelationId(),
                                running.attempt(),
                                run,
                                now)));
    }

    Step cancel(ActionState state, CancelRequested asked, Instant now) {
        return switch (state) {
            case Open open -> cancelled(open, asked, now);
            case ActionState.Closed closed -> ignore(state, closed.status(), asked, now);
            case ActionState.Absent _ -> ignore(state, null, asked, now);
        };
    }

    private static Step cancelled(Open open, CancelRequested asked, Instant now) {
        ActionRequested request = open.action().request();
        ErrorDetail error = new ErrorDetail("CANCELLED", asked.getReason(), false, null);
        return end(
                open,
                ActionStatus.CANCELLED,
                new Outcome(open.attempt(), null, error, now),
                List.of(
                        new ActionCancelled(
                                request.getActionId(),
                                request.getIntent(),
                                request.getContext().getCorrelationId(),
                                open.attempt(),
                                asked.getPrincipal(),
                                asked.getReason(),
                                now)));
    }

    private static Step ignore(
            ActionState state, @Nullable ActionStatus status, CancelRequested asked, Instant now) {
        return Step.onRecord(
                state,
                new ControlIgnored(
                        asked.getActionId(),
                        asked.getRequestId(),
                        "CANCEL",
                        asked.getPrincipal(),
                        status,
                        now));
    }

    private static Step end(
            Open open, ActionStatus status, Outcome outcome, List<SpecificRecord> events) {
        return new Step(
                open.close(status, outcome),
                new Timer.Off(),
                events.stream().<Output>map(Output.Event::new).toList());
    }

    private static ActionFailed failure(Open open, Run run, ErrorDetail error, Instant now) {
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
}
