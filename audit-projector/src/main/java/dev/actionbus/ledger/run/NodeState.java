package dev.actionbus.ledger.run;

/** How a step of a run stands, or an item of it. */
enum NodeState {
    /** Waits for others, or for being begun. */
    PENDING,
    /** An action of it was asked for. */
    ACTIVE,
    /** Waits for time, a signal or a decision. */
    WAITING,
    COMPLETED,
    FAILED,
    /** Its condition was false. */
    SKIPPED,
    /** Was completed, and what it did is undone. */
    UNDONE;

    boolean isDone() {
        return this == COMPLETED || this == FAILED || this == SKIPPED;
    }
}
