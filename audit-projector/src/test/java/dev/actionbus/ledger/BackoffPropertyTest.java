package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.RetryPolicy;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class BackoffPropertyTest {

    @Property
    void theWaitStaysWithinItsJitter(
            @ForAll @IntRange(min = 1, max = 1000) int attempt,
            @ForAll @LongRange(min = 1, max = 3_600_000) long backoff,
            @ForAll @DoubleRange(min = 1, max = 100) double factor,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll String id) {
        RetryPolicy retry = policy(backoff, factor, 3_600_000, jitter);
        double planned = Math.min(3_600_000, backoff * Math.pow(factor, attempt - 1.0));

        long wait = Backoff.after(attempt, retry, id).toMillis();

        assertThat((double) wait).isBetween(planned * (1 - jitter) - 1, planned * (1 + jitter) + 1);
    }

    @Property
    void theWaitIsTheSameAtEveryReplay(
            @ForAll @IntRange(min = 1, max = 20) int attempt, @ForAll String id) {
        RetryPolicy retry = policy(1000, 2, 60_000, 0.5);

        assertThat(Backoff.after(attempt, retry, id)).isEqualTo(Backoff.after(attempt, retry, id));
    }

    /** An executor's policy is taken as it comes. */
    @Property
    void thereIsAWaitForEveryPolicyThatCanBeWritten(
            @ForAll int attempt,
            @ForAll long backoff,
            @ForAll double factor,
            @ForAll long maxBackoff,
            @ForAll double jitter) {
        Duration wait = Backoff.after(attempt, policy(backoff, factor, maxBackoff, jitter), "id");

        assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(365));
    }

    @Example
    void nothingGrowsToNothing() {
        assertThat(Backoff.after(1000, policy(0, 100, 10, 1), "id")).isZero();
    }

    @Example
    void notANumberIsNoWait() {
        assertThat(Backoff.after(2, policy(1, Double.NaN, 10, 0), "id")).isZero();
    }

    @Example
    void jitterSpreadsActionsApart() {
        RetryPolicy retry = policy(60_000, 1, 60_000, 1);

        assertThat(Backoff.after(1, retry, "one")).isNotEqualTo(Backoff.after(1, retry, "two"));
    }

    private static RetryPolicy policy(long backoff, double factor, long maxBackoff, double jitter) {
        return new RetryPolicy(3, backoff, factor, maxBackoff, jitter, List.of(), null, false);
    }
}
