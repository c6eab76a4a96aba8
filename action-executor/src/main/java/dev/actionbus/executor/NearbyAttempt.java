package dev.actionbus.executor;

import dev.actionbus.event.AttemptStarted;

/**
 * An attempt whose claim is in somebody else's transaction. Its slots are taken. Whoever asked for
 * it says once how the transaction ended: {@link #run} when it has certainly committed, {@link
 * #drop} in every other case.
 */
public final class NearbyAttempt {

    private final AttemptStarted start;
    private final Runnable run;
    private final Runnable drop;

    NearbyAttempt(AttemptStarted start, Runnable run, Runnable drop) {
        this.start = start;
        this.run = run;
        this.drop = drop;
    }

    /** What the transaction has to record. */
    public AttemptStarted start() {
        return start;
    }

    /** Calls the handler, in the background. */
    public void run() {
        run.run();
    }

    /** Forgets it; its handler is not called. */
    public void drop() {
        drop.run();
    }
}
