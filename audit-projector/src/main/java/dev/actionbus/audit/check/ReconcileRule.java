package dev.actionbus.audit.check;

/** What the bus promises and a reconciliation can see broken. */
public enum ReconcileRule {
    ACCEPTED_TWICE("I1", "an action is accepted once, and again only when its key was released"),
    UNACCEPTED("I1", "only an accepted action has events of its own"),
    FORGOTTEN("I1", "an accepted action is never taken for unknown"),
    ENDED_TWICE("I2", "each round of an action has one terminal event"),
    ROUND_NOT_OVER("I2", "a round begins, or a key is released, when the round before has ended"),
    AFTER_THE_END("I3", "after the terminal event comes only evidence"),
    MISPLACED("I3", "the events of an action lie in its home partition"),
    NO_TRACE("I20", "every record the ledger has read left an event"),
    TWO_TRACES("I20", "a record leaves one event"),
    WRONG_TRACE("I20", "a record leaves an event of its kind"),
    NO_SUCH_RECORD("I20", "an event comes from a record that is there"),
    NO_DEAD_LETTER("I20", "what can not be read is a dead letter"),
    STRAY_DEAD_LETTER("I20", "a dead letter has its event, and is the only one"),
    STRANGE_EVENT("I20", "only the ledger's events lie in the event log"),
    LOG_CUT("I20", "the event log is kept from its first record"),
    SUMS_DIFFER("I20", "the parts add up to the whole"),
    NOT_QUIET("I15", "nothing is open or waiting, as was expected");

    private final String invariant;
    private final String sentence;

    ReconcileRule(String invariant, String sentence) {
        this.invariant = invariant;
        this.sentence = sentence;
    }

    /** Its number in the list of invariants. */
    public String invariant() {
        return invariant;
    }

    public String sentence() {
        return sentence;
    }
}
