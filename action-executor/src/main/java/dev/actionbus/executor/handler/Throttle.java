package dev.actionbus.executor.handler;

import dev.actionbus.action.LimitKey;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.RateLimit;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of a handler there may be, on the whole bus. The ledger keeps to it; an
 * executor only says so.
 *
 * @param concurrency at once; empty: as many as there are slots
 * @param rate in a time; empty: as many as there are
 * @param pool at once of all handlers of its pool; empty: as many as there are slots
 */
public record Throttle(
        Optional<Concurrency> concurrency, Optional<Rate> rate, Optional<Concurrency> pool) {

    /** No limit. */
    public static final Throttle NONE =
            new Throttle(Optional.empty(), Optional.empty(), Optional.empty());

    static final int MOST_AT_ONCE = 1_000_000;
    static final int MOST_IN_A_TIME = 10_000;
    static final Duration LONGEST_TIME = Duration.ofDays(1);

    /**
     * So many attempts at once.
     *
     * @param limit 1 to 1,000,000
     * @param key each of its values has a limit of its own; empty: one limit for all
     */
    public record Concurrency(int limit, Optional<LimitKey> key) {
        public Concurrency {
            if (limit < 1 || limit > MOST_AT_ONCE) {
                throw new IllegalArgumentException("a concurrency limit is 1 to 1,000,000");
            }
        }
    }

    /**
     * So many attempts in any time of this length.
     *
     * @param limit 1 to 10,000
     * @param per whole milliseconds, at most a day
     * @param key each of its values has a limit of its own; empty: one limit for all
     */
    public record Rate(int limit, Duration per, Optional<LimitKey> key) {
        public Rate {
            if (limit < 1 || limit > MOST_IN_A_TIME) {
                throw new IllegalArgumentException("a rate limit is 1 to 10,000");
            }
            if (per.toMillis() < 1 || per.compareTo(LONGEST_TIME) > 0) {
                throw new IllegalArgumentException("a rate is per 1ms to 24h");
            }
        }
    }

    /** As in the handler's declaration. */
    public @Nullable ConcurrencyLimit concurrencyDeclared() {
        return declared(concurrency);
    }

    /** As in the handler's declaration. */
    public @Nullable ConcurrencyLimit poolDeclared() {
        return declared(pool);
    }

    /** As in the handler's declaration. */
    public @Nullable RateLimit rateDeclared() {
        return rate.map(it -> new RateLimit(it.limit(), it.per().toMillis(), text(it.key())))
                .orElse(null);
    }

    private static @Nullable ConcurrencyLimit declared(Optional<Concurrency> limit) {
        return limit.map(it -> new ConcurrencyLimit(it.limit(), text(it.key()))).orElse(null);
    }

    private static @Nullable String text(Optional<LimitKey> key) {
        return key.map(LimitKey::text).orElse(null);
    }
}
