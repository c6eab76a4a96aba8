package dev.actionbus.ledger;

import dev.actionbus.ledger.run.RunRows;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of runs on the heap, and how often they were touched. A transaction may be taken back. */
public final class HeapRuns implements RunRows {

    private TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private TreeMap<byte[], byte[]> committed = new TreeMap<>(Arrays::compareUnsigned);
    private int touched;

    /** Since the last call. */
    public int touched() {
        int count = touched;
        touched = 0;
        return count;
    }

    /** What was changed since the last commit stays. */
    public void commit() {
        committed = new TreeMap<>(rows);
    }

    /** What was changed since the last commit has never been. */
    public void takeBack() {
        rows = new TreeMap<>(committed);
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
    public Optional<Row> first(byte[] prefix) {
        touched++;
        Map.Entry<byte[], byte[]> found = rows.ceilingEntry(prefix);
        return found == null || !begins(found.getKey(), prefix)
                ? Optional.empty()
                : Optional.of(new Row(found.getKey(), found.getValue()));
    }

    @Override
    public void scan(byte[] prefix, Consumer<Row> visitor) {
        new TreeMap<>(rows.tailMap(prefix))
                .entrySet().stream()
                        .takeWhile(it -> begins(it.getKey(), prefix))
                        .forEach(it -> {
                            touched++;
                            visitor.accept(new Row(it.getKey(), it.getValue()));
                        });
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        int same = Arrays.mismatch(key, prefix);
        return same == prefix.length || Arrays.equals(key, prefix);
    }
}
