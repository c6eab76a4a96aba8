package dev.actionbus.ledger.turn;

import dev.actionbus.event.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * A turn that an attempt has to get before it is granted.
 *
 * @param limit whose turn: {@code lane:...}, {@code concurrency:...}, {@code rate:...}
 * @param heldByAction whether it is kept until the action ends, not only until the attempt does
 * @param concurrency how many may have it at once; null: not bounded, so it is used up and never
 *     given back
 * @param rate how many get it in a time; null: not bounded
 */
public record Want(
        String limit,
        boolean heldByAction,
        @Nullable Integer concurrency,
        @Nullable RateLimit rate) {

    /** Whether somebody has it until it is given back. */
    public boolean isKept() {
        return concurrency != null;
    }
}
