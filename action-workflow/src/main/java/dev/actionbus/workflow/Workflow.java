package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A graph of steps: the definition, not a run. Read with {@link WorkflowReader}, made with {@link
 * WorkflowBuilder}; both refuse what breaks a rule, the constructor does not.
 *
 * @param name {@value #NAME_PATTERN}; also the name of the action that a run is
 * @param version of the definition, 1 or more; what a version says never changes
 * @param params JSON Schema of a run's params
 * @param deadline of a run, from its begin
 * @param steps sorted by name
 * @param result template of a run's result; empty: the results of all steps that no other needs, by
 *     name
 */
public record Workflow(
        String name,
        int version,
        Optional<ObjectNode> params,
        Optional<Duration> deadline,
        List<WorkflowStep> steps,
        Optional<JsonNode> result) {

    public static final String NAME_PATTERN = "[a-z][a-z0-9-]{0,63}";
    public static final int MOST_STEPS = 10_000;
    public static final int MOST_LEVELS = 1_000;

    /** A step that needs so many others is one too many. */
    public static final int FAN_IN_LIMIT = 5_000;

    public Workflow {
        steps = steps.stream().sorted(Comparator.comparing(WorkflowStep::name)).toList();
    }

    /** {@code name@version}. */
    public String reference() {
        return name + "@" + version;
    }

    /** As canonical JSON: the same for all texts that say the same. */
    public String text() {
        return Json.canonical(WorkflowJson.of(this));
    }

    /** Throws {@link IllegalArgumentException} where there is none of that name. */
    public WorkflowStep step(String wanted) {
        return steps.stream()
                .filter(s -> s.name().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(reference() + " has no step " + wanted));
    }
}
