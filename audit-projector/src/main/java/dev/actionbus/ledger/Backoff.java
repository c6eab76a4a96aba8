package dev.actionbus.ledger;

import dev.actionbus.event.RetryPolicy;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The wait before the next attempt. Jitter is drawn from the action id: the same at every replay.
 */
final class Backoff {

    private Backoff() {}

    static Duration after(int attempt, RetryPolicy retry, String actionId) {
        double wait =
                Math.min(
                        (double) retry.getMaxBackoffMillis(),
                        retry.getBackoffMillis() * Math.pow(retry.getFactor(), attempt - 1.0));
        double drawn = new SplittableRandom(actionId.hashCode() * 31L + attempt).nextDouble(-1, 1);
        return Duration.ofMillis(Math.round(wait * (1 + retry.getJitter() * drawn)));
    }
}
