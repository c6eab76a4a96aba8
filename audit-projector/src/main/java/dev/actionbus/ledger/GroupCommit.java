package dev.actionbus.ledger;

/**
 * When to commit what was written. A transaction costs the same whatever it holds: somebody alone
 * is not made to wait; among many, what is written waits for others as long as they come, until the
 * wait is several times what a commit takes: longer where the ledger is busy all the time, since
 * each commit then takes from what it could do. Records that come to no output (a claim, a
 * heartbeat) can wait for the next commit anyway.
 */
final class GroupCommit {

    /** So long without a record after a small group: whoever sent this one is alone. */
    private static final long PAUSE_MILLIS = 1;

    private static final int SMALL_GROUP = 2;

    /**
     * So long without a record, or half of what a commit takes: all who are here have spoken. What
     * they say comes in batches, each as long after the last as Kafka takes to keep one; a commit
     * is several of these.
     */
    private static final long SHORTEST_QUIET_MILLIS = 2;

    private static final long LONGEST_QUIET_MILLIS = 10;

    /** A ledger among many spends a third of its time on commits. */
    private static final int GATHER_TO_COMMIT = 2;

    private static final long SHORTEST_GATHER_MILLIS = 5;
    private static final long LONGEST_GATHER_MILLIS = 50;

    /** A ledger that was at work for half of the time is busy, and spends a ninth on commits. */
    private static final int TIME_TO_WORK_OF_A_BUSY_ONE = 2;

    private static final int BUSY_GATHER_TO_GATHER = 4;
    private static final long LONGEST_BUSY_GATHER_MILLIS = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final long NOTHING = Long.MIN_VALUE;

    private int outputs;
    private long firstOutput;
    private long worked;
    private long gather = SHORTEST_GATHER_MILLIS;
    private long quiet = SHORTEST_QUIET_MILLIS;
    private long asked = NOTHING;
    private long committed;
    private long arrival;
    private int lastGroup;
    private boolean begun;
    private boolean alone;

    /**
     * The next record is here. The first one since the last commit tells whether there was a pause;
     * the first output does not, for a slow machine takes long to come to it.
     */
    void arrived(long now) {
        resumed(now);
        begin(now);
        arrival = now;
    }

    /** Something was written. */
    void wrote(long now) {
        begin(now);
        if (outputs == 0) {
            firstOutput = now;
        }
        outputs++;
    }

    /** So long a record was worked on. */
    void worked(long nanos) {
        worked += nanos;
    }

    /** Whether to commit now; if so, what is written until the commit belongs to it. */
    boolean due(long now) {
        boolean due =
                outputs > 0
                        && asked == NOTHING
                        && (alone || now - firstOutput >= gather(now) || now - arrival >= quiet);
        if (due) {
            asked = now;
        }
        return due;
    }

    /**
     * Kafka Streams holds the clock while it hands over records, and commits before it does so
     * again: when the clock has moved on, the commit is done.
     */
    void resumed(long now) {
        if (asked != NOTHING && now > asked) {
            long took = now - asked;
            gather =
                    Math.clamp(
                            GATHER_TO_COMMIT * took, SHORTEST_GATHER_MILLIS, LONGEST_GATHER_MILLIS);
            quiet = Math.clamp(took / 2, SHORTEST_QUIET_MILLIS, LONGEST_QUIET_MILLIS);
            lastGroup = outputs;
            outputs = 0;
            worked = 0;
            committed = now;
            asked = NOTHING;
            begun = false;
        }
    }

    private long gather(long now) {
        long waited = (now - firstOutput) * NANOS_PER_MILLI;
        return worked * TIME_TO_WORK_OF_A_BUSY_ONE < waited
                ? gather
                : Math.min(BUSY_GATHER_TO_GATHER * gather, LONGEST_BUSY_GATHER_MILLIS);
    }

    private void begin(long now) {
        if (!begun) {
            begun = true;
            alone = lastGroup <= SMALL_GROUP && now - committed >= PAUSE_MILLIS;
        }
    }
}
