package dev.actionbus.ledger;

/**
 * When to commit what was written. A transaction costs the same whatever it holds: somebody alone
 * is not made to wait; among many, what is written waits for others as long as they come, until the
 * wait is several times what a commit takes. Records that come to no output (a claim, a heartbeat)
 * can wait for the next commit anyway.
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

    /** A busy ledger spends a third of its time on commits. */
    private static final int GATHER_TO_COMMIT = 2;

    private static final long SHORTEST_GATHER_MILLIS = 5;
    private static final long LONGEST_GATHER_MILLIS = 50;

    private static final long NOTHING = Long.MIN_VALUE;

    private int outputs;
    private long firstOutput;
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

    /** Whether to commit now; if so, what is written until the commit belongs to it. */
    boolean due(long now) {
        boolean due =
                outputs > 0
                        && asked == NOTHING
                        && (alone || now - firstOutput >= gather || now - arrival >= quiet);
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
            committed = now;
            asked = NOTHING;
            begun = false;
        }
    }

    private void begin(long now) {
        if (!begun) {
            begun = true;
            alone = lastGroup <= SMALL_GROUP && now - committed >= PAUSE_MILLIS;
        }
    }
}
