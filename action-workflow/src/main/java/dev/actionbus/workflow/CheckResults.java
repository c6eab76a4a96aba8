package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what expressions read of results of sub-workflows though it will not be there. What an
 * action comes to, or a result that is computed as a whole, only a run can tell.
 */
public final class CheckResults {

    private CheckResults() {}

    /**
     * @param known a sub-workflow that is not known is not judged
     */
    public static List<WorkflowError> of(Workflow workflow, ResolveSubWorkflows.Known known) {
        List<WorkflowError> missing = new ArrayList<>();
        if (workflow.steps().stream().noneMatch(it -> it.work() instanceof Work.SubWorkflow)) {
            return missing;
        }
        Plan plan = Plan.of(workflow);
        for (FieldRead read : FieldRead.in(plan)) {
            Optional.ofNullable(plan.steps().get(read.step()))
                    .filter(step -> read.of().equals("result"))
                    .filter(step -> !(step.each() instanceof Each.Map))
                    .flatMap(step -> fields(step, known))
                    .filter(fields -> !fields.contains(read.name()))
                    .ifPresent(fields ->
                            missing.add(
                                    new WorkflowError(
                                            "REF_UNKNOWN",
                                            read.pointer(),
                                            0,
                                            read.missing(fields))));
        }
        return missing;
    }

    private static Optional<Set<String>> fields(
            WorkflowStep step, ResolveSubWorkflows.Known known) {
        return step.work() instanceof Work.SubWorkflow sub
                ? known.find(sub.name(), sub.version()).flatMap(CheckResults::fieldsOfResult)
                : Optional.empty();
    }

    private static Optional<Set<String>> fieldsOfResult(Workflow sub) {
        Set<String> fields = new TreeSet<>();
        if (sub.result().isEmpty()) {
            Graph.of(sub)
                    .neededBy()
                    .forEach((step, next) -> {
                        if (next.isEmpty()) {
                            fields.add(step);
                        }
                    });
            return Optional.of(fields);
        }
        JsonNode result = sub.result().get();
        result.fieldNames().forEachRemaining(fields::add);
        return result.isTextual() ? Optional.empty() : Optional.of(fields);
    }
}
