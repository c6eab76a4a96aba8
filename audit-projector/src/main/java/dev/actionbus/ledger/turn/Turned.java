package dev.actionbus.ledger.turn;

import dev.actionbus.event.TurnGiven;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one step of a turnstile comes to.
 *
 * @param given whose turn it is now, in order
 * @param due when the limit is to be looked at again; empty: when somebody asks or returns
 */
public record Turned(List<TurnGiven> given, Optional<Instant> due) {

    public Turned {
        given = List.copyOf(given);
    }
}
