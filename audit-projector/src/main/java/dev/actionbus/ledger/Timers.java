package dev.actionbus.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The due times of open actions, one at most for each. Kept in memory: they follow from the open
 * actions and are made anew from them at a start.
 */
final class Timers {

    private record Entry(Instant due, String actionId) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : actionId.compareTo(other.actionId);
        }
    }

    private final TreeSet<Entry> byTime = new TreeSet<>();
    private final Map<String, Entry> byAction = new HashMap<>();

    void apply(String actionId, Step.Timer change) {
        switch (change) {
            case Step.Timer.Unchanged _ -> {}
            case Step.Timer.Off _ -> off(actionId);
            case Step.Timer.At at -> {
                off(actionId);
                Entry entry = new Entry(at.due(), actionId);
                byAction.put(actionId, entry);
                byTime.add(entry);
            }
        }
    }

    /** Takes one action that is due, if there is one. */
    Optional<String> takeDue(Instant now) {
        if (byTime.isEmpty() || byTime.getFirst().due().isAfter(now)) {
            return Optional.empty();
        }
        Entry first = byTime.removeFirst();
        byAction.remove(first.actionId());
        return Optional.of(first.actionId());
    }

    private void off(String actionId) {
        Entry old = byAction.remove(actionId);
        if (old != null) {
            byTime.remove(old);
        }
    }
}
