package dev.actionbus.ledger.run;

import dev.actionbus.action.ActionRequest.Handling;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Context;
import dev.actionbus.event.Intent;
import dev.actionbus.event.Timing;
import dev.actionbus.wire.Translate;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request for a part of a run. The same part in the same segment is the same request. */
final class AskForStep {

    private AskForStep() {}

    /**
     * @param params JSON
     * @param cause the action that made it possible
     */
    static ActionRequested of(Running run, StepKey part, String params, String cause) {
        WorkflowStep step = run.plan().step(part.step());
        Work work = part.undo() ? step.compensate().orElseThrow() : step.work();
        Intent intent = part.intent(run.request(), run.segment(), run.work(part));
        return switch (work) {
            case Work.Action action ->
                    request(
                            run,
                            part,
                            intent,
                            params,
                            cause,
                            action.terms().handling(),
                            timing(run.now(), action.terms().deadline(), action.terms().timeout()));
            case Work.SubWorkflow sub ->
                    request(
                            run,
                            part,
                            intent,
                            params,
                            cause,
                            new Handling(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(run.plan().definition(sub))),
                            timing(run.now(), sub.deadline(), Optional.empty()));
            case Work.Delay _, Work.Signal _, Work.Approval _ ->
                    throw new IllegalArgumentException(part + " has no action");
        };
    }

    private static ActionRequested request(
            Running run,
            StepKey part,
            Intent intent,
            String params,
            String cause,
            Handling handling,
            @Nullable Timing timing) {
        ActionRequested whole = run.request();
        Context origin = whole.getContext();
        return new ActionRequested(
                intent.getIdempotencyKey(),
                run.actionId(part, run.segment()),
                intent,
                params,
                handling.mode().map(Translate::toRecord).orElse(null),
                handling.retry().map(Translate::toRecord).orElse(null),
                new Context(
                        origin.getPrincipal(),
                        origin.getCorrelationId(),
                        cause,
                        origin.getTraceparent(),
                        run.id(),
                        part.toString(),
                        origin.getLabels()),
                List.of(),
                List.of(),
                run.now(),
                timing,
                null,
                whole.getPriority(),
                handling.definition().orElse(null));
    }

    private static @Nullable Timing timing(
            Instant now, Optional<Duration> deadline, Optional<Duration> timeout) {
        return deadline.isEmpty() && timeout.isEmpty()
                ? null
                : new Timing(
                        null,
                        null,
                        deadline.map(now::plus).orElse(null),
                        timeout.map(Duration::toMillis).orElse(null));
    }
}
