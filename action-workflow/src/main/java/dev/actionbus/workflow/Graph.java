package dev.actionbus.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who needs whom in a workflow: a step needs those it names in {@code after} and those its
 * expressions read.
 *
 * @param needs by step, sorted
 * @param neededBy by step, sorted
 * @param levels by step: 0 for one that needs none, else one more than the highest it needs; those
 *     in a cycle or behind one have none
 */
public record Graph(
        SortedMap<String, SortedSet<String>> needs,
        SortedMap<String, SortedSet<String>> neededBy,
        Map<String, Integer> levels) {

    /** Whoever needs the expressions too makes a {@link Plan}. */
    public static Graph of(Workflow workflow) {
        return Plan.of(workflow).graph();
    }

    static Graph of(SortedMap<String, SortedSet<String>> needs) {
        SortedMap<String, SortedSet<String>> neededBy = new TreeMap<>();
        needs.keySet().forEach(name -> neededBy.put(name, new TreeSet<>()));
        needs.forEach((name, all) -> all.forEach(one -> of(neededBy, one).add(name)));
        return new Graph(needs, neededBy, levels(needs, neededBy));
    }

    /** Steps that this one needs. */
    public SortedSet<String> needs(String step) {
        return of(needs, step);
    }

    /** Steps that need this one. */
    public SortedSet<String> neededBy(String step) {
        return of(neededBy, step);
    }

    private static SortedSet<String> of(SortedMap<String, SortedSet<String>> all, String step) {
        return Objects.requireNonNull(all.get(step), step);
    }

    private static Map<String, Integer> levels(
            SortedMap<String, SortedSet<String>> needs,
            SortedMap<String, SortedSet<String>> neededBy) {
        Map<String, Integer> open = new HashMap<>();
        Map<String, Integer> levels = new LinkedHashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        needs.forEach((name, all) -> {
            open.put(name, all.size());
            if (all.isEmpty()) {
                ready.add(name);
                levels.put(name, 0);
            }
        });
        while (!ready.isEmpty()) {
            String done = ready.remove();
            int level = levels.getOrDefault(done, 0);
            for (String next : of(neededBy, done)) {
                levels.merge(next, level + 1, Math::max);
                if (open.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        open.forEach((name, left) -> {
            if (left > 0) {
                levels.remove(name);
            }
        });
        return levels;
    }

    /** Steps by level, each level sorted; without those that have none. */
    public List<List<String>> layers() {
        List<List<String>> layers = new ArrayList<>();
        levels.forEach((name, level) -> {
            while (layers.size() <= level) {
                layers.add(new ArrayList<>());
            }
            layers.get(level).add(name);
        });
        layers.forEach(layer -> layer.sort(null));
        return layers;
    }
}
