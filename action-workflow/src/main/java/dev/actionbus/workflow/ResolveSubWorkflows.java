package dev.actionbus.workflow;

import dev.actionbus.document.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the snapshot of a run: every sub-workflow found, its version written down. */
public final class ResolveSubWorkflows {

    /** How deep sub-workflows may lie in each other. */
    public static final int MOST_LEVELS = 10;

    /** The definitions there are. */
    public interface Known {
        /**
         * @param version empty: the newest
         */
        Optional<Workflow> find(String name, OptionalInt version);

        Set<String> names();
    }

    /** What became of it. */
    public sealed interface Resolved {

        /** All were found. */
        record Whole(Snapshot snapshot) implements Resolved {}

        /** Something is missing, calls itself, or is too large. */
        record Wrong(List<WorkflowError> errors) implements Resolved {}
    }

    private final Known known;
    private final SortedMap<String, Workflow> others = new TreeMap<>();
    private final List<WorkflowError> errors = new ArrayList<>();

    private ResolveSubWorkflows(Known known) {
        this.known = known;
    }

    public static Resolved of(Workflow main, Known known) {
        ResolveSubWorkflows resolve = new ResolveSubWorkflows(known);
        Workflow whole = resolve.versioned(main, List.of(main.reference()));
        if (!resolve.errors.isEmpty()) {
            return new Resolved.Wrong(List.copyOf(resolve.errors));
        }
        Snapshot snapshot = new Snapshot(whole, resolve.others);
        int length = snapshot.text().length();
        return length <= Snapshot.MAX_TEXT
                ? new Resolved.Whole(snapshot)
                : new Resolved.Wrong(
                        List.of(
                                error(
                                        "WORKFLOW_LIMIT",
                                        "",
                                        "with its sub-workflows it has "
                                                + length
                                                + " characters, at most "
                                                + Snapshot.MAX_TEXT)));
    }

    private Workflow versioned(Workflow workflow, List<String> way) {
        List<WorkflowStep> steps =
                workflow.steps().stream()
                        .map(step ->
                                step.work() instanceof Work.SubWorkflow sub
                                        ? with(step, find(step, sub, way))
                                        : step)
                        .toList();
        return new Workflow(
                workflow.name(),
                workflow.version(),
                workflow.params(),
                workflow.deadline(),
                steps,
                workflow.result());
    }

    private Work.SubWorkflow find(WorkflowStep step, Work.SubWorkflow sub, List<String> way) {
        String pointer = "/steps/" + step.name() + "/workflow";
        Optional<Workflow> found = known.find(sub.name(), sub.version());
        if (found.isEmpty()) {
            String wanted = sub.version().isPresent() ? sub.reference() : sub.name();
            errors.add(
                    error(
                            "REF_UNKNOWN",
                            pointer,
                            "there is no workflow "
                                    + wanted
                                    + Nearest.among(sub.name(), known.names())));
            return sub;
        }
        String reference = found.get().reference();
        Work.SubWorkflow right =
                new Work.SubWorkflow(
                        sub.name(),
                        OptionalInt.of(found.get().version()),
                        sub.params(),
                        sub.deadline());
        List<String> longer = new ArrayList<>(way);
        longer.add(reference);
        if (way.contains(reference)) {
            errors.add(error("WORKFLOW_CYCLE", pointer, String.join(" → ", longer)));
        } else if (longer.size() > MOST_LEVELS) {
            errors.add(
                    error(
                            "WORKFLOW_LIMIT",
                            pointer,
                            "sub-workflows lie at most " + MOST_LEVELS + " deep"));
        } else if (!others.containsKey(reference)) {
            others.put(reference, versioned(found.get(), longer));
        }
        return right;
    }

    private static WorkflowStep with(WorkflowStep step, Work work) {
        return new WorkflowStep(
                step.name(),
                work,
                step.each(),
                step.after(),
                step.when(),
                step.onFailure(),
                step.compensate());
    }

    private static WorkflowError error(String code, String pointer, String message) {
        return new WorkflowError(code, pointer, 0, message);
    }
}
