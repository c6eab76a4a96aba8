package dev.actionbus.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A workflow made ready to be worked on: who needs whom, and every expression compiled, once. Safe
 * to share between threads; making one costs up to a millisecond for each expression, so keep it.
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

    /** Throws {@link WrongExpression}; a workflow that was read or built has none. */
    public static Plan of(Workflow workflow) {
        return of(
                workflow,
                (pointer, wrong) -> {
                    throw wrong;
                });
    }

    /**
     * Tells every wrong expression with its JSON pointer. Names that are no steps are not needed.
     */
    static Plan of(Workflow workflow, BiConsumer<String, WrongExpression> wrong) {
        SortedMap<String, WorkflowStep> steps = new TreeMap<>();
        workflow.steps().forEach(step -> steps.put(step.name(), step));
        Map<String, StepExpressions> expressions = new LinkedHashMap<>();
        SortedMap<String, SortedSet<String>> needs = new TreeMap<>();
        for (WorkflowStep step : workflow.steps()) {
            String at = "/steps/" + step.name();
            StepExpressions mine =
                    StepExpressions.of(step, (pointer, e) -> wrong.accept(at + pointer, e));
            expressions.put(step.name(), mine);
            SortedSet<String> all = new TreeSet<>(step.after());
            all.addAll(mine.needs(step.name()));
            all.retainAll(steps.keySet());
            needs.put(step.name(), all);
        }
        Optional<Template> result =
                workflow.result()
                        .map(value ->
                                Template.of(
                                        value,
                                        WorkflowStep.namesOutside(),
                                        (pointer, e) -> wrong.accept("/result" + pointer, e)));
        return new Plan(workflow, steps, expressions, Graph.of(needs), result);
    }
}
