package dev.actionbus.ledger.simulation;

import dev.actionbus.ledger.Samples;
import java.time.Instant;

/** True time, which executors measure, and the ledger's wall clock, which may jump. */
final class VirtualClock {

    private long elapsed;
    private long skew;

    void advance(long millis) {
        elapsed += millis;
    }

    void jumpLedger(long millis) {
        skew += millis;
    }

    long monotonic() {
        return elapsed;
    }

    Instant ledger() {
        return Samples.START.plusMillis(elapsed + skew);
    }
}
