package dev.actionbus.audit.check;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How a reconciliation came out.
 *
 * @param lines everything that was counted
 * @param broken how often each rule was
 * @param first the first findings of all
 */
public record ReconcileReport(
        List<Line> lines, Map<ReconcileRule, Long> broken, List<ReconcileFinding> first) {

    public ReconcileReport {
        lines = List.copyOf(lines);
        broken = Map.copyOf(broken);
        first = List.copyOf(first);
    }

    /**
     * A whole and its parts, counted apart.
     *
     * @param parts only those above 0
     */
    public record Line(String what, long count, SequencedMap<String, Long> parts) {

        boolean addsUp() {
            return count == parts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    public boolean matches() {
        return broken.isEmpty();
    }

    /** Number of findings. */
    public long findings() {
        return broken.values().stream().mapToLong(Long::longValue).sum();
    }
}
