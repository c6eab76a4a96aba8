package dev.actionbus.ledger.run;

import dev.actionbus.workflow.Plan;
import dev.actionbus.workflow.Snapshot;
import dev.actionbus.workflow.StepExpressions;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A definition, laid out for being carried out; safe to share between threads.
 *
 * @param snapshot with all sub-workflows
 * @param plan of the definition itself
 * @param inOrder its steps, those that a step needs before it
 * @param waits whether some step waits for a time or for people
 * @param subWorkflows what the run of each needs to know
 */
record RunPlan(
        Snapshot snapshot,
        Plan plan,
        List<WorkflowStep> inOrder,
        boolean waits,
        Map<String, String> subWorkflows) {

    /** Throws {@link IllegalArgumentException} for one that can not end. */
    static RunPlan of(Snapshot snapshot) {
        Plan plan = Plan.of(snapshot.main());
        List<WorkflowStep> inOrder =
                plan.graph().layers().stream()
                        .flatMap(List::stream)
                        .map(it -> Objects.requireNonNull(plan.steps().get(it)))
                        .toList();
        if (inOrder.isEmpty() || inOrder.size() != plan.steps().size()) {
            throw new IllegalArgumentException("a workflow has steps, and no cycle");
        }
        return new RunPlan(
                snapshot,
                plan,
                inOrder,
                inOrder.stream().anyMatch(it -> !Running.hasActions(it)),
                new ConcurrentHashMap<>());
    }

    String definition(Work.SubWorkflow work) {
        return subWorkflows.computeIfAbsent(work.reference(), it -> snapshot.of(work).text());
    }

    boolean has(String step) {
        return plan.steps().containsKey(step);
    }

    WorkflowStep step(String name) {
        return Objects.requireNonNull(plan.steps().get(name), name);
    }

    StepExpressions expressions(String step) {
        return Objects.requireNonNull(plan.expressions().get(step), step);
    }

    Collection<String> needs(String step) {
        return Objects.requireNonNull(plan.graph().needs().get(step), step);
    }

    Collection<String> neededBy(String step) {
        return Objects.requireNonNull(plan.graph().neededBy().get(step), step);
    }

    /** Names of the steps that no other needs. */
    List<String> last() {
        return plan.steps().keySet().stream().filter(it -> neededBy(it).isEmpty()).toList();
    }
}
