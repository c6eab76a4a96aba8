package dev.actionbus.standalone.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph as lines of text, from top to bottom: a step a line, on rails that lead to the steps
 * behind it.
 *
 * <pre>
 * ✔ data
 * ├─╮
 * ✔ │  preprocess
 * │ ▶  rates
 * ├─╯
 * ·  best
 * </pre>
 */
public final class TextGraph {

    private static final int MOST_RAILS = 24;

    private final StepGraph graph;
    private final List<@Nullable String> rails = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private TextGraph(StepGraph graph) {
        this.graph = graph;
    }

    /**
     * @param steps without a cycle, those that are needed first
     * @return empty: it is too wide to be drawn so
     */
    public static Optional<List<String>> draw(List<StepNode> steps) {
        TextGraph text = new TextGraph(new StepGraph(steps));
        for (StepNode step : text.graph.nodes()) {
            text.draw(step);
            if (text.rails.size() > MOST_RAILS) {
                return Optional.empty();
            }
        }
        return Optional.of(text.lines);
    }

    private void draw(StepNode step) {
        List<Integer> incoming =
                IntStream.range(0, rails.size())
                        .filter(i -> step.name().equals(rails.get(i)))
                        .boxed()
                        .toList();
        int place = incoming.isEmpty() ? free(0) : incoming.getFirst();
        if (incoming.size() > 1) {
            List<Integer> others = incoming.subList(1, incoming.size());
            lines.add(joint(place, others, '╯', '┴', '╰'));
            others.forEach(rail -> rails.set(rail, null));
            trim();
        }
        rails.set(place, step.name());
        lines.add(row(place, step));
        List<String> next = graph.next(step.name());
        rails.set(place, next.isEmpty() ? null : next.getFirst());
        List<Integer> more = new ArrayList<>();
        for (String target : next.stream().skip(1).toList()) {
            int rail = free(place + 1);
            rails.set(rail, target);
            more.add(rail);
        }
        if (!more.isEmpty()) {
            lines.add(joint(place, more, '╮', '┬', '╭'));
        }
        trim();
    }

    private void trim() {
        while (!rails.isEmpty() && rails.getLast() == null) {
            rails.removeLast();
        }
    }

    /** A rail that leads nowhere, from a place on. */
    private int free(int from) {
        for (int i = from; i < rails.size(); i++) {
            if (rails.get(i) == null) {
                return i;
            }
        }
        while (rails.size() <= from) {
            rails.add(null);
        }
        if (rails.get(rails.size() - 1) != null) {
            rails.add(null);
        }
        return rails.size() - 1;
    }

    private String row(int place, StepNode step) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < rails.size(); i++) {
            String cell = rails.get(i) == null ? " " : "│";
            line.append(i == place ? step.mark() : cell).append(' ');
        }
        line.append(' ').append(step.name());
        if (!step.about().isEmpty()) {
            line.append("  ").append(step.about());
        }
        return line.toString();
    }

    /** Rails that leave or join the one at a place. */
    private String joint(int place, List<Integer> others, char last, char middle, char first) {
        int low = Math.min(place, others.stream().mapToInt(i -> i).min().orElse(place));
        int high = Math.max(place, others.stream().mapToInt(i -> i).max().orElse(place));
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < rails.size(); i++) {
            boolean within = i > low && i < high;
            boolean rail = rails.get(i) != null;
            char cell;
            if (i == place) {
                cell = low == place ? '├' : high == place ? '┤' : '┼';
            } else if (others.contains(i)) {
                cell = i == high ? last : i == low ? first : middle;
            } else if (within) {
                cell = rail ? '┼' : '─';
            } else {
                cell = rail ? '│' : ' ';
            }
            line.append(cell).append(i >= low && i < high ? '─' : ' ');
        }
        return line.toString().stripTrailing();
    }
}
