package dev.actionbus.action;

import java.util.Optional;

/** What the ledger made of an order. */
public sealed interface OrderAnswer {

    /** It is carried out, and on record. */
    record Done() implements OrderAnswer {}

    /**
     * It does not fit where the action stands; nothing changed.
     *
     * @param status as in {@code RUNNING}; empty: there is no such action
     */
    record Ignored(Optional<String> status) implements OrderAnswer {}
}
