package dev.actionbus.ledger.run;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of the runs of one partition, wherever they are kept; in order of their keys. */
public interface RunRows {

    byte @Nullable [] get(byte[] key);

    /**
     * @param value null: the row goes
     */
    void put(byte[] key, byte @Nullable [] value);

    /** The first row whose key begins so. */
    Optional<Row> first(byte[] prefix);

    /** All rows whose keys begin so; the visitor may change rows. */
    void scan(byte[] prefix, Consumer<Row> visitor);

    /** A key and its value. */
    record Row(byte[] key, byte[] value) {}
}
