package dev.actionbus.ledger.turn;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of turnstiles in the ledger's store, behind a byte of their own. Not a store of their
 * own: each costs a transaction another partition to write to.
 */
public final class StoredTurns implements TurnRows {

    private static final byte TURNS = 't';

    private final KeyValueStore<byte[], byte[]> store;

    public StoredTurns(KeyValueStore<byte[], byte[]> store) {
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
    public Optional<Row> first(byte[] from, byte[] to) {
        byte[] exact = get(from);
        if (exact != null) {
            return Optional.of(new Row(from, exact));
        }
        try (KeyValueIterator<byte[], byte[]> found = store.range(stored(from), stored(to))) {
            if (!found.hasNext()) {
                return Optional.empty();
            }
            KeyValue<byte[], byte[]> next = found.next();
            return Optional.of(new Row(own(next.key), next.value));
        }
    }

    @Override
    public void scan(byte kind, Consumer<Row> visitor) {
        scan(store, new byte[] {kind}, visitor);
    }

    /** Visits all rows whose keys begin so. */
    static void scan(
            ReadOnlyKeyValueStore<byte[], byte[]> store, byte[] prefix, Consumer<Row> visitor) {
        byte[] end = stored(prefix);
        end[end.length - 1]++; // a prefix is text, so this is not the last of bytes
        try (KeyValueIterator<byte[], byte[]> all = store.range(stored(prefix), end)) {
            all.forEachRemaining(it -> {
                byte[] key = own(it.key);
                if (Arrays.mismatch(key, prefix) >= prefix.length || Arrays.equals(key, prefix)) {
                    visitor.accept(new Row(key, it.value));
                }
            });
        }
    }

    private static byte[] stored(byte[] key) {
        byte[] stored = new byte[1 + key.length];
        stored[0] = TURNS;
        System.arraycopy(key, 0, stored, 1, key.length);
        return stored;
    }

    private static byte[] own(byte[] stored) {
        return Arrays.copyOfRange(stored, 1, stored.length);
    }
}
