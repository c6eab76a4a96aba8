package dev.actionbus.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Throws {@link WrongExpression}; whoever needs the expressions too makes a {@link Plan}. */
    public static Graph of(Workflow workflow) {
        return Plan.of(workflow).graph();
    }

    static Graph of(SortedMap<String, SortedSet<String>> needs) {
        SortedMap<String, SortedSet<String>> neededBy = new TreeMap<>();
        needs.keySet().forEach(name -> neededBy.put(name, new TreeSet<>()));
        needs.forEach((name, all) -> all.forEach(one -> neededBy.get(one).add(name)));
        return new Graph(needs, neededBy, levels(needs, neededBy));
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
            for (String next : neededBy.get(done)) {
                levels.merge(next, levels.get(done) + 1, Math::max);
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
