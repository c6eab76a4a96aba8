package dev.actionbus.workflow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node of a workflow.
 *
 * @param name unique in its workflow, {@value #NAME_PATTERN}
 * @param work what is done
 * @param each how often
 * @param after steps that must be done before, besides those that its expressions read; sorted
 * @param when a text that is wholly one {@code ${...}}; where it is false the step is skipped
 * @param onFailure what its failure means
 * @param compensate undoes it. Its expressions read what those of the work may, and {@code result}:
 *     that of the step, or of the item or round that is undone
 */
public record WorkflowStep(
        String name,
        Work work,
        Each each,
        List<String> after,
        Optional<String> when,
        OnFailure onFailure,
        Optional<Work.Action> compensate) {

    public static final String NAME_PATTERN = "[a-z][A-Za-z0-9_-]{0,63}";

    private static final Set<String> ALWAYS = Set.of("params", "steps", "run");

    public WorkflowStep {
        after = after.stream().distinct().sorted().toList();
    }

    /** What {@code when}, {@code over} and a workflow's result may read. */
    public static Set<String> namesOutside() {
        return ALWAYS;
    }

    /** What the params of the work, and a loop's condition, may read. */
    public Set<String> namesInside() {
        return with(each.names());
    }

    /** What the params of the compensation may read. */
    public Set<String> namesOfCompensation() {
        Set<String> names = with(each.names());
        names.add("result");
        return names;
    }

    private static Set<String> with(Set<String> more) {
        Set<String> names = new LinkedHashSet<>(ALWAYS);
        names.addAll(more);
        return names;
    }
}
