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

    /** Nobody waits while another one makes something: it may be made twice. */
    V get(Object key, Supplier<V> maker) {
        return known(key)
                .orElseGet(() -> {
                    V made = maker.get();
                    keep(key, made);
                    return made;
                });
    }

    private synchronized Optional<V> known(Object key) {
        return Optional.ofNullable(values.get(key));
    }

    private synchronized void keep(Object key, V made) {
        values.put(key, made);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }
}
