package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a run needs to know: its definition and those of its sub-workflows, all versions named.
 * A run never looks for a definition anywhere else.
 *
 * @param main what runs
 * @param others by {@code name@version}: every one that a step of any in here names
 */
public record Snapshot(Workflow main, SortedMap<String, Workflow> others) {

    /** Characters of the text. */
    public static final int MAX_TEXT = 900_000;

    public Snapshot {
        others = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }

    /** Throws {@link IllegalArgumentException} for a text that {@link #text()} has not written. */
    public static Snapshot parse(String text) {
        JsonNode root = Json.parse(text);
        SortedMap<String, Workflow> others = new TreeMap<>();
        root.path("others")
                .properties()
                .forEach(e -> others.put(e.getKey(), WorkflowReader.trusted(e.getValue())));
        return new Snapshot(WorkflowReader.trusted(root.path("main")), others);
    }

    /** {@code {"main": ..., "others": {...}}} as canonical JSON. */
    public String text() {
        ObjectNode object = Json.object();
        object.set("main", WorkflowJson.of(main));
        ObjectNode all = object.putObject("others");
        others.forEach((reference, workflow) -> all.set(reference, WorkflowJson.of(workflow)));
        return Json.canonical(object);
    }

    /** What the run of a sub-workflow needs: that definition and what it needs itself. */
    public Snapshot of(Work.SubWorkflow work) {
        Workflow wanted = workflow(work.reference());
        SortedMap<String, Workflow> needed = new TreeMap<>();
        Deque<Workflow> open = new ArrayDeque<>(java.util.List.of(wanted));
        while (!open.isEmpty()) {
            for (WorkflowStep step : open.remove().steps()) {
                if (step.work() instanceof Work.SubWorkflow sub
                        && !needed.containsKey(sub.reference())) {
                    Workflow found = workflow(sub.reference());
                    needed.put(sub.reference(), found);
                    open.add(found);
                }
            }
        }
        return new Snapshot(wanted, needed);
    }

    private Workflow workflow(String reference) {
        Workflow found = others.get(reference);
        if (found == null) {
            throw new IllegalArgumentException("the snapshot has no " + reference);
        }
        return found;
    }
}
