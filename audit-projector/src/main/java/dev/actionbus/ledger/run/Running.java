package dev.actionbus.ledger.run;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.time.Instant;
import java.util.Optional;

/**
 * A run, as one step of the ledger sees it.
 *
 * @param request what was accepted
 * @param segment its round
 * @param plan what it does
 * @param records how far it is
 * @param wake when it was to go on though nobody says anything
 * @param now on the ledger's clock
 */
record Running(
        ActionRequested request,
        int segment,
        RunPlan plan,
        RunRecords records,
        Optional<Instant> wake,
        Instant now) {

    String id() {
        return request.getActionId();
    }

    /** The action of a part of the run that was asked for in some segment. */
    String actionId(StepKey part, int ofSegment) {
        return part.actionId(request, ofSegment, work(part));
    }

    /** What the action of a part is. */
    StepKey.Work work(StepKey part) {
        WorkflowStep step = plan.step(part.step());
        Work work = part.undo() ? step.compensate().orElseThrow() : step.work();
        return switch (work) {
            case Work.Action action -> new StepKey.Work(action.name(), action.version());
            case Work.SubWorkflow sub -> new StepKey.Work(sub.name(), sub.version().orElseThrow());
            case Work.Delay _, Work.Signal _, Work.Approval _ ->
                    throw new IllegalArgumentException(part + " has no action");
        };
    }

    /** Whether the work of a step is done by actions. */
    static boolean hasActions(WorkflowStep step) {
        return step.work() instanceof Work.Action || step.work() instanceof Work.SubWorkflow;
    }
}
