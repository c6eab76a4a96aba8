package dev.actionbus.audit.check;

import dev.actionbus.audit.check.ReconcileReport.Line;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** A whole that is counted as it comes, and its parts as they are found out. */
final class ReconcileCounts {

    private final SequencedMap<String, Long> parts = new LinkedHashMap<>();
    private long whole;

    void one() {
        whole++;
    }

    void part(String name) {
        part(name, 1);
    }

    void part(String name, long count) {
        if (count > 0) {
            parts.merge(name, count, Long::sum);
        }
    }

    void part(ReconcileTrace trace) {
        part(word(trace));
    }

    Line line(String what) {
        return new Line(what, whole, new LinkedHashMap<>(parts));
    }

    static Line line(String what, long whole, Map<String, Long> parts) {
        return new Line(what, whole, new LinkedHashMap<>(parts));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
