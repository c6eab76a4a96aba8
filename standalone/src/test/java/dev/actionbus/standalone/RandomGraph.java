package dev.actionbus.standalone;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A workflow whose steps need up to three of those shortly before them.
 *
 * @param needs by step
 */
record RandomGraph(Map<String, Set<String>> needs) {

    static final String NAME = "random";
    private static final int NEAR = 100;

    static RandomGraph of(int steps, Random random) {
        Map<String, Set<String>> needs = new TreeMap<>();
        for (int step = 0; step < steps; step++) {
            Set<String> mine = new TreeSet<>();
            for (int need = random.nextInt(4); need > 0 && step > 0; need--) {
                mine.add("s" + (step - 1 - random.nextInt(Math.min(step, NEAR))));
            }
            needs.put("s" + step, mine);
        }
        return new RandomGraph(needs);
    }

    /** Its definition; each step is done by this action. */
    String definition(String action) {
        StringBuilder text = new StringBuilder("workflow: " + NAME + "\nversion: 1\nsteps:\n");
        needs.forEach((step, mine) ->
                text.append(
                        "  %s: {action: %s, after: [%s]}\n"
                                .formatted(step, action, String.join(", ", mine))));
        return text.append("result: {done: true}\n").toString();
    }
}
