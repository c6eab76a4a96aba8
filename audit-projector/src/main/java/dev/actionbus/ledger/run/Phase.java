package dev.actionbus.ledger.run;

/** What a run is at. */
enum Phase {
    /** Made ready for another round, which has not begun. */
    READY,
    STEPPING,
    /** Will fail; waits for the end of what is under way. */
    STOPPING,
    /** Will fail; undoes what was completed. */
    UNDOING,
    ENDED
}
