package dev.actionbus.ledger.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of runs for those that only ask. */
public final class ReadRuns implements RunRows {

    private final ReadOnlyKeyValueStore<byte[], byte[]> store;

    public ReadRuns(ReadOnlyKeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(StoredRuns.stored(key));
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        throw new UnsupportedOperationException("whoever asks changes nothing");
    }

    @Override
    public Optional<Row> first(byte[] prefix) {
        try (KeyValueIterator<byte[], byte[]> found = range(prefix)) {
            return found.hasNext() ? Optional.of(StoredRuns.own(found.next())) : Optional.empty();
        }
    }

    @Override
    public void scan(byte[] prefix, Consumer<Row> visitor) {
        List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> found = range(prefix)) {
            found.forEachRemaining(rows::add);
        }
        rows.forEach(row -> visitor.accept(StoredRuns.own(row)));
    }

    private KeyValueIterator<byte[], byte[]> range(byte[] prefix) {
        return store.range(StoredRuns.stored(prefix), StoredRuns.behind(prefix));
    }
}
