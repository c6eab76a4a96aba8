package dev.actionbus.ledger;

import dev.actionbus.ledger.ActionState.Open;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that were asked for last, as objects: each end of a step asks for its run, which may
 * have a definition of a million characters. Bounded by their size. Must be made anew whenever the
 * store may have changed under it.
 */
final class RecentRuns {

    static final int MOST_CHARS = 1 << 23;

    private final Map<String, Kept> runs = new LinkedHashMap<>(16, 0.75f, true);
    private int chars;

    private record Kept(Open run, int chars) {}

    Optional<Open> get(String id) {
        return Optional.ofNullable(runs.get(id)).map(Kept::run);
    }

    /**
     * @param size of the run, in characters
     */
    void put(String id, Open run, int size) {
        remove(id);
        runs.put(id, new Kept(run, size));
        chars += size;
        Iterator<Kept> oldest = runs.values().iterator();
        while (chars > MOST_CHARS) {
            chars -= oldest.next().chars();
            oldest.remove();
        }
    }

    void remove(String id) {
        Optional.ofNullable(runs.remove(id)).ifPresent(gone -> chars -= gone.chars());
    }
}
