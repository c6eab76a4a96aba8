package dev.actionbus.action;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a failed or lost attempt is followed by another: after {@code min(maxBackoff, backoff *
 * factor^(n-1))}, spread by {@code jitter}.
 *
 * @param maxAttempts attempts in all, 1 to 1000
 * @param backoff wait before the second attempt
 * @param factor growth of the wait, 1 or more
 * @param maxBackoff upper bound of the wait
 * @param jitter share of the wait drawn at random, 0 to 1
 * @param nonRetryable error codes that are final
 * @param exhaustion what ends it otherwise, and how
 */
public record RetryPolicy(
        int maxAttempts,
        Duration backoff,
        double factor,
        Duration maxBackoff,
        double jitter,
        List<String> nonRetryable,
        Exhaustion exhaustion) {

    /**
     * When no attempt is left.
     *
     * @param totalTimeout no attempt is granted when so long has passed since the admission
     * @param pause the action waits for an operator instead of failing
     */
    public record Exhaustion(Optional<Duration> totalTimeout, boolean pause) {
        /** Attempts are bounded by their number alone; then the action fails. */
        public static final Exhaustion FAIL = new Exhaustion(Optional.empty(), false);

        public Exhaustion {
            check(
                    totalTimeout.isEmpty()
                            || (!totalTimeout.get().isZero() && !totalTimeout.get().isNegative()),
                    "totalTimeout is more than 0");
        }
    }

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2, List.of());

    public RetryPolicy {
        nonRetryable = List.copyOf(nonRetryable);
        check(maxAttempts >= 1 && maxAttempts <= 1000, "maxAttempts is 1 to 1000");
        check(!backoff.isNegative(), "backoff is not negative");
        check(factor >= 1 && factor <= 100, "factor is 1 to 100");
        check(maxBackoff.compareTo(backoff) >= 0, "maxBackoff is not smaller than backoff");
        check(jitter >= 0 && jitter <= 1, "jitter is 0 to 1");
    }

    /** Attempts are bounded by their number alone. */
    public RetryPolicy(
            int maxAttempts,
            Duration backoff,
            double factor,
            Duration maxBackoff,
            double jitter,
            List<String> nonRetryable) {
        this(maxAttempts, backoff, factor, maxBackoff, jitter, nonRetryable, Exhaustion.FAIL);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw InvalidRequest.of("RETRY_INVALID", rule);
        }
    }
}
