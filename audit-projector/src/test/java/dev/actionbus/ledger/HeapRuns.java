package dev.actionbus.ledger;

import dev.actionbus.ledger.run.RunRows;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of runs on the heap, and how often they were touched. A transaction may be taken back. */
public final class HeapRuns implements RunRows {

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final Deque<Before> changes = new ArrayDeque<>();
    private int touched;

    /** How a row was before it was changed. */
    private record Before(byte[] key, byte @Nullable [] value) {}

    /** Since the last call. */
    public int touched() {
        int count = touched;
        touched = 0;
        return count;
    }

    /** What was changed since the last commit stays. */
    public void commit() {
        changes.clear();
    }

    /** What was changed since the last commit has never been. */
    public void takeBack() {
        while (!changes.isEmpty()) {
            Before last = changes.pop();
            set(last.key(), last.value());
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        touched++;
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte @Nullable [] value) {
        touched++;
        changes.push(new Before(key, rows.get(key)));
        set(key, value);
    }

    @Override
    public Optional<Row> first(byte[] prefix) {
        touched++;
        Map.Entry<byte[], byte[]> found = rows.ceilingEntry(prefix);
        return found == null || !begins(found.getKey(), prefix)
                ? Optional.empty()
                : Optional.of(new Row(found.getKey(), found.getValue()));
    }

    @Override
    public void scan(byte[] prefix, Consumer<Row> visitor) {
        rows.tailMap(prefix).entrySet().stream()
                .takeWhile(it -> begins(it.getKey(), prefix))
                .map(it -> new Row(it.getKey(), it.getValue()))
                .toList()
                .forEach(it -> {
                    touched++;
                    visitor.accept(it);
                });
    }

    private void set(byte[] key, byte @Nullable [] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        int same = Arrays.mismatch(key, prefix);
        return same == prefix.length || Arrays.equals(key, prefix);
    }
}
