package dev.actionbus.executor;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Barks when there was every reason to read something, for long, and nothing was read. */
final class Watchdog {

    private final long patience;
    private final LongSupplier nanoTime;
    private long calmSince;

    Watchdog(Duration patience, LongSupplier nanoTime) {
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
        this.calmSince = nanoTime.getAsLong();
    }

    /** Something was read, or there is a reason why not. */
    void calm() {
        calmSince = nanoTime.getAsLong();
    }

    boolean barks() {
        return nanoTime.getAsLong() - calmSince >= patience;
    }
}
