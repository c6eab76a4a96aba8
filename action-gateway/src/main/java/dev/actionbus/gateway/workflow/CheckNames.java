package dev.actionbus.gateway.workflow;

import dev.actionbus.document.Nearest;
import dev.actionbus.workflow.CheckResults;
import dev.actionbus.workflow.ResolveSubWorkflows;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.Workflow;
import dev.actionbus.workflow.WorkflowError;
import dev.actionbus.workflow.WorkflowStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks for the actions and sub-workflows that a definition names, and for what it reads of their
 * results. What is not there may come before the run does, so it is a warning, unless the caller
 * wants it to be an error.
 *
 * @param actions {@code name@version} of the handlers that executors have declared
 */
record CheckNames(Collection<String> actions, ResolveSubWorkflows.Known workflows) {

    List<WorkflowError> of(Workflow workflow) {
        List<WorkflowError> missing = new ArrayList<>();
        for (WorkflowStep step : workflow.steps()) {
            String at = "/steps/" + step.name();
            if (step.work() instanceof Work.Action action) {
                check(action, at + "/action", missing);
            } else if (step.work() instanceof Work.SubWorkflow sub
                    && workflows.find(sub.name(), sub.version()).isEmpty()) {
                String wanted = sub.version().isPresent() ? sub.reference() : sub.name();
                missing.add(
                        unknown(
                                at + "/workflow",
                                "there is no workflow "
                                        + wanted
                                        + Nearest.among(sub.name(), workflows.names())));
            }
            step.compensate().ifPresent(undo -> check(undo, at + "/compensate/action", missing));
        }
        missing.addAll(CheckResults.of(workflow, workflows));
        return missing;
    }

    private void check(Work.Action action, String pointer, List<WorkflowError> missing) {
        if (actions.contains(action.name() + "@" + action.version())) {
            return;
        }
        Set<String> versions =
                actions.stream()
                        .filter(known -> known.startsWith(action.name() + "@"))
                        .collect(Collectors.toCollection(TreeSet::new));
        String hint =
                versions.isEmpty()
                        ? Nearest.among(
                                action.name(),
                                actions.stream()
                                        .map(known -> known.substring(0, known.indexOf('@')))
                                        .collect(Collectors.toCollection(TreeSet::new)))
                        : "; there is " + String.join(", ", versions);
        missing.add(
                unknown(
                        pointer,
                        "no executor has declared "
                                + action.name()
                                + "@"
                                + action.version()
                                + hint));
    }

    private static WorkflowError unknown(String pointer, String message) {
        return new WorkflowError("REF_UNKNOWN", pointer, 0, message);
    }
}
