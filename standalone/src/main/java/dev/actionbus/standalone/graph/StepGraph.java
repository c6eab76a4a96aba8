package dev.actionbus.standalone.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps in an order in which each comes after those it needs, with the edges that say something: an
 * edge that a longer way says too is left out.
 */
final class StepGraph {

    private final Map<String, StepNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> next = new HashMap<>();
    private final Map<String, Integer> levels = new HashMap<>();

    /**
     * @param steps without a cycle, those that are needed first
     */
    StepGraph(List<StepNode> steps) {
        steps.forEach(step -> nodes.put(step.name(), step));
        Map<String, Set<String>> behind = new HashMap<>();
        for (StepNode step : steps) {
            Set<String> all = new HashSet<>();
            List<String> direct = step.needs().stream().filter(nodes::containsKey).toList();
            int level = 0;
            for (String need : direct) {
                all.addAll(behind.getOrDefault(need, Set.of()));
                level = Math.max(level, levels.getOrDefault(need, 0) + 1);
            }
            levels.put(step.name(), level);
            for (String need : direct) {
                if (!all.contains(need)) {
                    next.computeIfAbsent(need, _ -> new ArrayList<>()).add(step.name());
                }
            }
            all.addAll(direct);
            behind.put(step.name(), all);
        }
    }

    List<StepNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Those right behind a step, in order. */
    List<String> next(String step) {
        return next.getOrDefault(step, List.of());
    }

    int level(String step) {
        return levels.getOrDefault(step, 0);
    }
}
