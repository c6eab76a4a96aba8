package dev.actionbus.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A workflow made ready to be worked on: who needs whom, and every expression read. Safe to share
 * between threads; making one costs up to a tenth of a millisecond for each step, so keep it. An
 * expression that computes is compiled when it is first needed, which costs a millisecond.
 *
 * @param steps by name, sorted
 * @param expressions by step
 * @param result template of the run's result
 */
public record Plan(
        Workflow workflow,
        SortedMap<String, WorkflowStep> steps,
        Map<String, StepExpressions> expressions,
        Graph graph,
        Optional<Template> result) {

    /** Of one step, which must be there. */
    public StepExpressions expressions(String step) {
        return Objects.requireNonNull(expressions.get(step), step);
    }

    /**
     * Of a workflow that was read or built: it has no wrong expressions. One that can not even be
     * read throws {@link WrongExpression}.
     */
    public static Plan of(Workflow workflow) {
        return of(workflow, Compiling.TRUSTED);
    }

    /** Names that are no steps are not needed. */
    static Plan of(Workflow workflow, Compiling how) {
        SortedMap<String, WorkflowStep> steps = new TreeMap<>();
        workflow.steps().forEach(step -> steps.put(step.name(), step));
        Map<String, StepExpressions> expressions = new LinkedHashMap<>();
        SortedMap<String, SortedSet<String>> needs = new TreeMap<>();
        for (WorkflowStep step : workflow.steps()) {
            StepExpressions mine = StepExpressions.of(step, how.in("/steps/" + step.name()));
            expressions.put(step.name(), mine);
            SortedSet<String> all = new TreeSet<>(step.after());
            all.addAll(mine.needs(step.name()));
            all.retainAll(steps.keySet());
            needs.put(step.name(), all);
        }
        Optional<Template> result =
                workflow.result()
                        .map(value ->
                                Template.of(value, WorkflowStep.namesOutside(), how.in("/result")));
        return new Plan(workflow, steps, expressions, Graph.of(needs), result);
    }
}
