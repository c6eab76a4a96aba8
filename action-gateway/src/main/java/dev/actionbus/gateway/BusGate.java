package dev.actionbus.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Knows from what Kafka acknowledged lately whether a write will return at once. A producer blocks
 * when it does not know its topic (at first, and when idle for minutes) or when its buffer is full;
 * neither may happen on a thread that serves everybody. Thread-safe.
 */
final class BusGate {

    private static final long WARM = Duration.ofSeconds(60).toNanos();
    private static final long PROBE_EVERY = Duration.ofSeconds(1).toNanos();
    private static final long MOST_UNACKNOWLEDGED = 8L << 20;

    private final LongSupplier nanos;
    private final AtomicLong unacknowledged = new AtomicLong();
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile boolean seen;
    private volatile long lastSeen;
    private volatile boolean failing;

    BusGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How a write may be done now. */
    enum Passage {
        /** It returns at once. */
        INLINE,
        /** It may block: on a thread of its own. */
        ASIDE,
        /** The bus does not answer; somebody is trying already. */
        CLOSED
    }

    Passage ask() {
        long now = nanos.getAsLong();
        if (failing) {
            long due = nextProbe.get();
            return now - due >= 0 && nextProbe.compareAndSet(due, now + PROBE_EVERY)
                    ? Passage.ASIDE
                    : Passage.CLOSED;
        }
        boolean warm = seen && now - lastSeen < WARM;
        return warm && unacknowledged.get() < MOST_UNACKNOWLEDGED ? Passage.INLINE : Passage.ASIDE;
    }

    /** A write begins; {@link #left} must follow. */
    void entered(long bytes) {
        unacknowledged.addAndGet(bytes);
    }

    /** A write that had entered is acknowledged or given up. */
    void left(long bytes) {
        unacknowledged.addAndGet(-bytes);
    }

    void answered() {
        lastSeen = nanos.getAsLong();
        seen = true;
        failing = false;
    }

    void silent() {
        if (!failing) {
            nextProbe.set(nanos.getAsLong() + PROBE_EVERY);
            failing = true;
        }
    }
}
