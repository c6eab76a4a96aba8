package dev.actionbus.ledger;

/**
 * When to commit what was written. A transaction costs the same whatever it holds, so under load
 * the first output waits a moment for others; after a quiet time it does not wait. Records that
 * come to no output (a claim, a heartbeat) can wait for the next commit anyway.
 */
final class GroupCommit {

    /** How long the first output waits for others; about what a commit takes. */
    private static final long GATHER_MILLIS = 5;

    /** Nothing was committed for so long: nobody else is waiting. */
    private static final long QUIET_MILLIS = 15;

    private static final long NOTHING = Long.MIN_VALUE;

    private long firstOutput = NOTHING;
    private long lastCommit;

    /** Something was written. */
    void wrote(long now) {
        if (firstOutput == NOTHING) {
            firstOutput = now;
        }
    }

    /** Whether to commit now; if so, the next output begins a new group. */
    boolean due(long now) {
        boolean gathered =
                firstOutput != NOTHING
                        && (now - firstOutput >= GATHER_MILLIS || now - lastCommit >= QUIET_MILLIS);
        if (gathered) {
            firstOutput = NOTHING;
            lastCommit = now;
        }
        return gathered;
    }
}
