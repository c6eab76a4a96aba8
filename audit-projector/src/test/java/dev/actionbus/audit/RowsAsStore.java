package dev.actionbus.audit;

import dev.actionbus.audit.ViewSamples.MemoryRows;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Rows in memory, read as a store is. */
record RowsAsStore(MemoryRows memory) implements ReadOnlyKeyValueStore<byte[], byte[]> {

    @Override
    public byte @Nullable [] get(byte[] key) {
        return memory.get(key);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> range(byte[] from, byte[] to) {
        return iterate(memory.rows.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<byte[], byte[]> reverseRange(byte[] from, byte[] to) {
        return iterate(memory.rows.subMap(from, true, to, true).descendingMap());
    }

    @Override
    public KeyValueIterator<byte[], byte[]> all() {
        return iterate(memory.rows);
    }

    @Override
    public long approximateNumEntries() {
        return memory.rows.size();
    }

    private static KeyValueIterator<byte[], byte[]> iterate(NavigableMap<byte[], byte[]> some) {
        Iterator<Map.Entry<byte[], byte[]>> rows = some.entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public KeyValue<byte[], byte[]> next() {
                Map.Entry<byte[], byte[]> row = rows.next();
                return KeyValue.pair(row.getKey(), row.getValue());
            }

            @Override
            public byte[] peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
