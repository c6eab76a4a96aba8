package dev.actionbus.ledger.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of runs in the ledger's store, behind a byte of their own. Not a store of their own:
 * each costs a transaction another partition to write to.
 */
public final class StoredRuns implements RunRows {

    private static final byte RUNS = 'r';

    private final KeyValueStore<byte[], byte[]> store;

    public StoredRuns(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(stored(key));
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        store.put(stored(key), value); // delete would read it first
    }

    @Override
    public Optional<Row> first(byte[] prefix) {
        try (KeyValueIterator<byte[], byte[]> found = range(prefix)) {
            return found.hasNext() ? Optional.of(own(found.next())) : Optional.empty();
        }
    }

    @Override
    public void scan(byte[] prefix, Consumer<Row> visitor) {
        List<Row> rows = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> found = range(prefix)) {
            found.forEachRemaining(it -> rows.add(own(it)));
        }
        rows.forEach(visitor);
    }

    private KeyValueIterator<byte[], byte[]> range(byte[] prefix) {
        return store.range(stored(prefix), behind(prefix));
    }

    /** A key behind all that begin so. */
    static byte[] behind(byte[] prefix) {
        byte[] from = stored(prefix);
        byte[] to = Arrays.copyOf(from, from.length + 16);
        Arrays.fill(to, from.length, to.length, (byte) 0xFF);
        return to;
    }

    static byte[] stored(byte[] key) {
        byte[] stored = new byte[1 + key.length];
        stored[0] = RUNS;
        System.arraycopy(key, 0, stored, 1, key.length);
        return stored;
    }

    static Row own(KeyValue<byte[], byte[]> stored) {
        return new Row(Arrays.copyOfRange(stored.key, 1, stored.key.length), stored.value);
    }
}
