package dev.actionbus.standalone.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph in the languages of programs that draw. */
public final class GraphMarkup {

    private static final Map<String, String> COLOURS =
            Map.of(
                    "COMPLETED", "#b7e1cd",
                    "FAILED", "#f4c7c3",
                    "ACTIVE", "#cfe2f3",
                    "WAITING", "#fff2cc",
                    "SKIPPED", "#eeeeee",
                    "UNDONE", "#d9d2e9");

    private GraphMarkup() {}

    /** Graphviz. */
    public static String dot(String title, List<StepNode> steps) {
        StringBuilder text = new StringBuilder("digraph ").append(quoted(title)).append(" {\n");
        text.append("  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\"];\n");
        for (StepNode step : steps) {
            text.append("  ")
                    .append(quoted(step.name()))
                    .append(" [label=")
                    .append(quoted(label(step, "\n")))
                    .append(", fillcolor=")
                    .append(quoted(COLOURS.getOrDefault(step.state(), "#ffffff")))
                    .append("];\n");
        }
        for (StepNode step : steps) {
            for (String need : step.needs()) {
                text.append("  ")
                        .append(quoted(need))
                        .append(" -> ")
                        .append(quoted(step.name()))
                        .append(";\n");
            }
        }
        return text.append('}').toString();
    }

    /** Mermaid. */
    public static String mermaid(List<StepNode> steps) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        Map<String, String> ids = new HashMap<>();
        for (StepNode step : steps) {
            String id = "s" + ids.size();
            ids.put(step.name(), id);
            text.append("  ").append(id).append("[\"");
            text.append(escaped(label(step, "<br>"))).append("\"]\n");
            String colour = COLOURS.get(step.state());
            if (colour != null) {
                text.append("  style ").append(id).append(" fill:").append(colour).append('\n');
            }
        }
        for (StepNode step : steps) {
            for (String need : step.needs()) {
                text.append("  ").append(ids.get(need)).append(" --> ");
                text.append(ids.get(step.name())).append('\n');
            }
        }
        return text.toString().stripTrailing();
    }

    private static String label(StepNode step, String between) {
        return step.state().isEmpty()
                ? step.name()
                : step.name() + between + step.mark() + " " + step.state();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String escaped(String text) {
        return text.replace("\"", "#quot;");
    }
}
