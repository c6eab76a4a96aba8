package dev.actionbus.ledger.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was made of something that lies elsewhere, so that it is not made for every step. Forgets
 * what was not asked for longest.
 *
 * @param <V> immutable values
 */
final class Recently<V> {

    private final int most;
    private final Map<Object, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param most so many are kept
     */
    Recently(int most) {
        this.most = most;
    }

    synchronized V get(Object key, Supplier<V> maker) {
        return Optional.ofNullable(values.get(key))
                .orElseGet(() -> {
                    V made = maker.get();
                    values.put(key, made);
                    if (values.size() > most) {
                        values.remove(values.keySet().iterator().next());
                    }
                    return made;
                });
    }
}
