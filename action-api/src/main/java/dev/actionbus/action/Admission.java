package dev.actionbus.action;

import java.util.Optional;

/** What the ledger decided about one submission. */
public sealed interface Admission {

    /** The action exists because of this submission. */
    record Accepted() implements Admission {}

    /**
     * The action existed already. Nothing runs because of this submission.
     *
     * @param outcome how it ended, if it had
     */
    record Duplicate(Optional<ActionOutcome> outcome) implements Admission {}

    /** The key belongs to an action with other content. Never executed. */
    record Conflict() implements Admission {}

    /**
     * The request can not be an action. Never executed.
     *
     * @param code upper snake case
     * @param detail one line
     */
    record Rejected(String code, String detail) implements Admission {}
}
