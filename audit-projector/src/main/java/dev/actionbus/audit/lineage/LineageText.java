package dev.actionbus.audit.lineage;

import dev.actionbus.audit.lineage.Lineage.Edge;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lineage as trees for people: each node is unfolded once. */
public final class LineageText {

    private static final int WIDEST = 120;

    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> unfolded = new HashSet<>();
    private final StringBuilder out = new StringBuilder();

    private LineageText(Lineage lineage) {
        lineage.actions().forEach(a -> labels.put(Lineage.node(a), label(a)));
        lineage.dataSets().forEach(d -> labels.put(Lineage.node(d.id()), label(d)));
        lineage.stories().forEach(s -> labels.put(Lineage.storyNode(s), "story " + s));
    }

    public static String of(Lineage lineage) {
        LineageText text = new LineageText(lineage);
        Direction direction = lineage.scope().direction();
        if (direction.goesUp()) {
            text.trees(lineage, by(lineage, Edge::to), true);
        }
        Set<String> above = Set.copyOf(text.unfolded);
        text.unfolded.clear();
        if (direction.goesDown()) {
            if (direction == Direction.BOTH) {
                text.out.append("\nand what came of it:\n");
            }
            text.trees(lineage, by(lineage, Edge::from), false);
        }
        text.rest(lineage, above);
        text.out.append(counts(lineage));
        return text.out.toString();
    }

    private static Map<String, List<Edge>> by(Lineage lineage, Function<Edge, String> end) {
        return lineage.edges().stream().collect(Collectors.groupingBy(end));
    }

    private void trees(Lineage lineage, Map<String, List<Edge>> edges, boolean up) {
        for (String start : lineage.start()) {
            out.append(labels.get(start)).append('\n');
            unfold(new Branch(start, ""), edges, up);
        }
    }

    /** Without recursion: a chain may be longer than a stack is deep. */
    private void unfold(Branch root, Map<String, List<Edge>> edges, boolean up) {
        List<Branch> open = new ArrayList<>(List.of(root));
        List<String> lines = new ArrayList<>(List.of(""));
        while (!open.isEmpty()) {
            Branch branch = open.removeLast();
            out.append(lines.removeLast());
            boolean first = unfolded.add(branch.node());
            List<Edge> next = edges.getOrDefault(branch.node(), List.of());
            if (!first) {
                int end = out.length() - 1;
                out.insert(end, next.isEmpty() ? "" : " (see above)");
                continue;
            }
            for (int i = next.size() - 1; i >= 0; i--) {
                boolean last = i == next.size() - 1;
                Edge edge = next.get(i);
                String far = up ? edge.from() : edge.to();
                String how = up ? backwards(edge.kind()) : forwards(edge.kind());
                open.add(new Branch(far, deeper(branch.indent(), last)));
                lines.add(
                        branch.indent()
                                + (last ? "└─ " : "├─ ")
                                + how
                                + " "
                                + labels.get(far)
                                + "\n");
            }
        }
    }

    /** A long chain stays at the right: each line longer than the one before would be too much. */
    private static String deeper(String indent, boolean last) {
        return indent.length() >= WIDEST ? indent : indent + (last ? "   " : "│  ");
    }

    private void rest(Lineage lineage, Set<String> above) {
        List<String> others =
                lineage.actions().stream()
                        .map(Lineage::node)
                        .filter(node -> !above.contains(node) && !unfolded.contains(node))
                        .toList();
        if (!others.isEmpty()) {
            out.append("\nalso connected:\n");
            others.forEach(node -> out.append("  ").append(labels.get(node)).append('\n'));
        }
    }

    private static String backwards(Lineage.Kind kind) {
        return switch (kind) {
            case READ -> "from";
            case MADE -> "made by";
            case CAUSED -> "caused by";
            case PART_OF -> "part of";
        };
    }

    private static String forwards(Lineage.Kind kind) {
        return switch (kind) {
            case READ -> "read by";
            case MADE -> "made";
            case CAUSED -> "caused";
            case PART_OF -> "with";
        };
    }

    private static String label(ActionFacts a) {
        return a.job().name()
                + " v"
                + a.job().version()
                + " "
                + a.status()
                + " "
                + a.times().endedAt().orElse(a.times().acceptedAt())
                + " "
                + a.actionId();
    }

    private static String label(Lineage.DataNode d) {
        String digests = String.join(" or ", d.digests());
        return d.id() + (digests.isEmpty() ? "" : " (" + digests + ")");
    }

    private static String counts(Lineage lineage) {
        return "\n"
                + lineage.actions().size()
                + " actions, "
                + lineage.dataSets().size()
                + " data sets"
                + (lineage.truncated()
                        ? "; there are more: --limit is " + lineage.scope().limit()
                        : "")
                + "\n";
    }

    private record Branch(String node, String indent) {}
}
