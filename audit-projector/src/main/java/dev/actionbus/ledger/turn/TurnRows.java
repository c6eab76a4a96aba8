package dev.actionbus.ledger.turn;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of the turnstiles of one partition, wherever they are kept; in order of their keys. */
public interface TurnRows {

    byte @Nullable [] get(byte[] key);

    /**
     * @param value null: the row goes
     */
    void put(byte[] key, byte @Nullable [] value);

    /** The first row from one key to another, both included. */
    Optional<Row> first(byte[] from, byte[] to);

    /** All rows of one kind. */
    void scan(byte kind, Consumer<Row> visitor);

    /** A key and its value. */
    record Row(byte[] key, byte[] value) {}
}
