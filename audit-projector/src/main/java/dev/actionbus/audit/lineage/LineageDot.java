package dev.actionbus.audit.lineage;

/** Lineage as a Graphviz document. */
public final class LineageDot {

    private LineageDot() {}

    public static String of(Lineage lineage) {
        StringBuilder dot = new StringBuilder("digraph lineage {\n  rankdir=LR;\n");
        lineage.actions()
                .forEach(a ->
                        node(
                                dot,
                                Lineage.node(a),
                                a.job().name() + " v" + a.job().version() + "\n" + a.status(),
                                "box"));
        lineage.dataSets()
                .forEach(d -> node(dot, Lineage.node(d.id()), d.id().toString(), "cylinder"));
        lineage.stories().forEach(s -> node(dot, Lineage.storyNode(s), s, "note"));
        for (Lineage.Edge edge : lineage.edges()) {
            dot.append("  ").append(quoted(edge.from())).append(" -> ").append(quoted(edge.to()));
            dot.append(
                    switch (edge.kind()) {
                        case READ, MADE -> "";
                        case CAUSED -> " [label=caused, style=dashed]";
                        case PART_OF -> " [label=\"part of\", style=dotted, dir=back]";
                    });
            dot.append(";\n");
        }
        if (lineage.truncated()) {
            node(dot, "truncated", "truncated at " + lineage.scope().limit(), "plaintext");
        }
        return dot.append("}\n").toString();
    }

    private static void node(StringBuilder dot, String id, String label, String shape) {
        dot.append("  ")
                .append(quoted(id))
                .append(" [shape=")
                .append(shape)
                .append(", label=")
                .append(quoted(label))
                .append("];\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
