package dev.actionbus.ledger.turn;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows on the heap, and how often they were touched. */
final class HeapTurns implements TurnRows {

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private int touched;

    int size() {
        return rows.size();
    }

    /** Since the last call. */
    int touched() {
        int count = touched;
        touched = 0;
        return count;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        touched++;
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        touched++;
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    @Override
    public Optional<Row> first(byte[] from, byte[] to) {
        touched++;
        Map.Entry<byte[], byte[]> found = rows.ceilingEntry(from);
        return found == null || Arrays.compareUnsigned(found.getKey(), to) > 0
                ? Optional.empty()
                : Optional.of(new Row(found.getKey(), found.getValue()));
    }

    @Override
    public void scan(byte kind, Consumer<Row> visitor) {
        rows.forEach((key, value) -> {
            if (key[0] == kind) {
                visitor.accept(new Row(key, value));
            }
        });
    }
}
