package dev.actionbus.ledger;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What was last read from or written to a store, as objects: an action is asked for again within
 * milliseconds, and to read it means a search in RocksDB and decoding. Bounded by number, and large
 * values are not kept. Must be made anew whenever the store may have changed under it.
 *
 * <p>A table in which each id has one place, and the newer takes it from the older: a linked list
 * by age would lead the garbage collector through everything it has ever held.
 *
 * @param <V> immutable values
 */
public final class Recent<V> {

    private static final int PLACES = 1 << 13;
    private static final int LARGEST_BYTES = 8 * 1024;

    private final AtomicReferenceArray<Entry<V>> places = new AtomicReferenceArray<>(PLACES);

    private record Entry<V>(String id, V value) {}

    public Optional<V> get(String id) {
        Entry<V> there = places.getPlain(place(id));
        return there != null && there.id().equals(id)
                ? Optional.of(there.value())
                : Optional.empty();
    }

    /**
     * @param bytes its size in the store
     */
    public void put(String id, V value, int bytes) {
        places.setPlain(place(id), bytes <= LARGEST_BYTES ? new Entry<>(id, value) : null);
    }

    /** It will hardly be asked for again: the garbage collector need not carry it along. */
    public void forget(String id) {
        if (get(id).isPresent()) {
            places.setPlain(place(id), null);
        }
    }

    private static int place(String id) {
        int hash = id.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
