package dev.actionbus.executor.handler;

import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.payload.ParamsSchema;
import java.time.Duration;
import java.util.Optional;

/**
 * How attempts of a handler are bounded and repeated where the request does not say otherwise.
 *
 * @param timeout an attempt is ended after this time; more than nothing, at most 30 days
 * @param mode whether a lost attempt may be followed by another
 * @param retry when; at most one attempt in mode {@link Mode#ONCE}
 * @param throttle how many attempts there may be
 * @param params what they must look like; empty: anything
 */
public record HandlerSettings(
        Duration timeout,
        Mode mode,
        RetryPolicy retry,
        Throttle throttle,
        Optional<ParamsSchema> params) {

    static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);

    /**
     * Five minutes, mode {@link Mode#RETRY}, {@link RetryPolicy#DEFAULT}, no limits, any params.
     */
    public static final HandlerSettings DEFAULT =
            new HandlerSettings(
                    Duration.ofMinutes(5),
                    Mode.RETRY,
                    RetryPolicy.DEFAULT,
                    Throttle.NONE,
                    Optional.empty());

    public HandlerSettings {
        if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a timeout is more than 0 and at most 30 days");
        }
        if (mode == Mode.ONCE && retry.maxAttempts() > 1) {
            throw new IllegalArgumentException("mode once allows one attempt");
        }
    }

    public HandlerSettings withTimeout(Duration other) {
        return new HandlerSettings(other, mode, retry, throttle, params);
    }

    public HandlerSettings withRetry(RetryPolicy other) {
        return new HandlerSettings(timeout, mode, other, throttle, params);
    }

    public HandlerSettings withThrottle(Throttle other) {
        return new HandlerSettings(timeout, mode, retry, other, params);
    }

    public HandlerSettings withParams(Optional<ParamsSchema> schema) {
        return new HandlerSettings(timeout, mode, retry, throttle, schema);
    }

    /** At most one call, ever. */
    public HandlerSettings once() {
        RetryPolicy single =
                new RetryPolicy(
                        1,
                        retry.backoff(),
                        retry.factor(),
                        retry.maxBackoff(),
                        retry.jitter(),
                        retry.nonRetryable());
        return new HandlerSettings(timeout, Mode.ONCE, single, throttle, params);
    }
}
