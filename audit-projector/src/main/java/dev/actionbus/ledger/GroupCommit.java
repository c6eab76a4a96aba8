package dev.actionbus.ledger;

/**
 * When to commit what was written. A transaction costs the same whatever it holds, so under load
 * the first output waits for others, about as long as a commit takes on this machine now; after a
 * quiet time it does not wait. Records that come to no output (a claim, a heartbeat) can wait for
 * the next commit anyway.
 */
final class GroupCommit {

    private static final long SHORTEST_GATHER_MILLIS = 5;
    private static final long LONGEST_GATHER_MILLIS = 25;

    /** Nothing was committed for so long: nobody else is waiting. */
    private static final long QUIET_MILLIS = 15;

    private static final long NOTHING = Long.MIN_VALUE;

    private long firstOutput = NOTHING;
    private long gather = SHORTEST_GATHER_MILLIS;
    private long asked = NOTHING;
    private long committed;

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
                        && (now - firstOutput >= gather || now - committed >= QUIET_MILLIS);
        if (gathered) {
            firstOutput = NOTHING;
            asked = now;
            committed = now;
        }
        return gathered;
    }

    /**
     * The next record is here. Kafka Streams holds the clock while it hands over records, and
     * commits before it does so again: when the clock has moved on, the commit is done.
     */
    void resumed(long now) {
        if (asked != NOTHING && now > asked) {
            gather = Math.clamp(now - asked, SHORTEST_GATHER_MILLIS, LONGEST_GATHER_MILLIS);
            committed = now;
            asked = NOTHING;
            firstOutput = NOTHING; // what was written after the request went with that commit
        }
    }
}
