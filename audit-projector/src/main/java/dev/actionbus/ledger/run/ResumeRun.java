package dev.actionbus.ledger.run;

import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.WorkflowStep;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a run ready for another round: what was completed is kept, what failed, was not reached or
 * depends on such a step is done in this round. Of a step with items that failed, the items that
 * were completed are kept as well, as long as the definition is the same.
 */
final class ResumeRun {

    private final Running run;
    private final RunPlan before;
    private final StepOutcome.Known known;
    private final Optional<String> from;
    private final Set<String> again = new HashSet<>();

    /**
     * @param before what the round before was carried out by
     * @param from a step that is done again even if it was completed
     */
    ResumeRun(Running run, RunPlan before, StepOutcome.Known known, Optional<String> from) {
        this.run = run;
        this.before = before;
        this.known = known;
        this.from = from;
    }

    /** Returns how many steps are kept; all others are done. */
    int prepare() {
        run.records().stopWaiting();
        int kept = 0;
        for (WorkflowStep step : run.plan().inOrder()) {
            Optional<RunNode> node = run.records().node(step.name()).map(it -> learn(step, it));
            if (isKept(step, node)) {
                node.ifPresent(it -> run.records().node(step.name(), it));
                kept++;
            } else {
                again.add(step.name());
                reset(step, node);
            }
        }
        int ended = run.records().head().map(RunHead::getEnded).orElse(0);
        run.records()
                .head(
                        new RunHead(
                                run.segment(),
                                Phase.READY.name(),
                                again.size(),
                                0,
                                ended,
                                null,
                                false));
        return kept;
    }

    /** What ended after the run had is known by now. */
    private RunNode learn(WorkflowStep step, RunNode node) {
        if (node.getItems() != null) {
            run.records()
                    .eachItem(
                            step.name(),
                            (index, item) -> {
                                StepKey part = StepKey.of(step.name(), index);
                                if (item.getState().equals(NodeState.ACTIVE.name())
                                        && wasCompleted(part, item.getSegment())) {
                                    run.records()
                                            .item(
                                                    step.name(),
                                                    index,
                                                    new RunItem(
                                                            NodeState.COMPLETED.name(),
                                                            item.getSegment()));
                                }
                            });
            return node;
        }
        return NodeRow.state(node) == NodeState.ACTIVE
                        && wasCompleted(StepKey.of(step.name()), node.getSegment())
                ? NodeRow.to(node, NodeState.COMPLETED)
                : node;
    }

    private boolean wasCompleted(StepKey part, int segment) {
        return known.of(run.actionId(part, segment)).filter(StepOutcome::isCompleted).isPresent();
    }

    private boolean isKept(WorkflowStep step, Optional<RunNode> node) {
        return isUntouched(step)
                && isSameWork(step)
                && node.map(NodeRow::state)
                        .filter(it -> it == NodeState.COMPLETED || it == NodeState.SKIPPED)
                        .isPresent();
    }

    private boolean isUntouched(WorkflowStep step) {
        return !from.equals(Optional.of(step.name()))
                && run.plan().needs(step.name()).stream().noneMatch(again::contains);
    }

    /** The result of a step is found by the name of its action. */
    private boolean isSameWork(WorkflowStep step) {
        if (!before.has(step.name())) {
            return false;
        }
        WorkflowStep old = before.step(step.name());
        boolean same =
                old.work().getClass() == step.work().getClass()
                        && old.each().getClass() == step.each().getClass();
        return same
                && (!Running.hasActions(step) || name(before, step).equals(name(run.plan(), step)));
    }

    private String name(RunPlan plan, WorkflowStep step) {
        return new Running(run.request(), run.segment(), plan, run.records(), run.wake(), run.now())
                .work(StepKey.of(step.name()))
                .name();
    }

    private void reset(WorkflowStep step, Optional<RunNode> node) {
        boolean untouched = isUntouched(step) && isSameWork(step);
        boolean keepsItems =
                untouched
                        && before.equals(run.plan())
                        && node.filter(it -> it.getItems() != null).isPresent();
        if (!keepsItems) {
            run.records().forgetItems(step.name());
            if (step.compensate().isPresent()) {
                run.records().forgetUndo(step.name());
            }
        }
        int awaits = (int) run.plan().needs(step.name()).stream().filter(again::contains).count();
        int segment =
                untouched ? node.map(RunNode::getSegment).orElse(run.segment()) : run.segment();
        run.records().node(step.name(), NodeRow.pending(segment, awaits, run.id()));
    }
}
