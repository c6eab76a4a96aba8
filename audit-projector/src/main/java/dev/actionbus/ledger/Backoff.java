package dev.actionbus.ledger;

import dev.actionbus.event.RetryPolicy;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The wait before the next attempt, at most a year whatever the policy says: its end must be an
 * instant that can be written down. Jitter is drawn from the action id: the same at every replay.
 */
final class Backoff {

    private static final double LONGEST = Duration.ofDays(365).toMillis();

    private Backoff() {}

    static Duration after(int attempt, RetryPolicy retry, String actionId) {
        double wait =
                Math.min(
                        (double) retry.getMaxBackoffMillis(),
                        retry.getBackoffMillis() * Math.pow(retry.getFactor(), attempt - 1.0));
        double drawn = new SplittableRandom(actionId.hashCode() * 31L + attempt).nextDouble(-1, 1);
        double spread = wait * (1 + retry.getJitter() * drawn);
        return Duration.ofMillis(Math.round(Math.min(LONGEST, Math.max(0, spread))));
    }
}
