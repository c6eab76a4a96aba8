package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The handler's timeout is five minutes. */
final class BoundTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Test
    void isTheHandlersTimeoutWhereTheGrantDoesNotSayOtherwise() {
        assertThat(bound(null, null).at()).isEqualTo(NOW.plus(FIVE_MINUTES));
        assertThat(bound(null, null).error().code()).isEqualTo("TIMEOUT");
    }

    @Test
    void theGrantsTimeoutIsShorterOrLongerThanTheHandlers() {
        assertThat(bound(null, 300L).at()).isEqualTo(NOW.plusMillis(300));
        assertThat(bound(null, 3_600_000L).at()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(bound(null, 0L).at()).isEqualTo(NOW.plusMillis(1));
        assertThat(bound(null, Long.MAX_VALUE).at()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void theDeadlineIsSoonerThanTheTimeoutOrHasNoSay() {
        Bound deadline = bound(NOW.plusSeconds(10), null);
        assertThat(deadline.at()).isEqualTo(NOW.plusSeconds(10));
        assertThat(deadline.error().code()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(bound(NOW.plusSeconds(10), 300L).error().code()).isEqualTo("TIMEOUT");
        assertThat(bound(NOW.plus(Duration.ofHours(1)), null).error().code()).isEqualTo("TIMEOUT");
    }

    @Test
    void hasPassedFromItsInstantOn() {
        Bound bound = bound(NOW.plusSeconds(10), null);
        assertThat(bound.passed(NOW.plusMillis(9_999))).isFalse();
        assertThat(bound.passed(NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void aHandlersOwnTimeoutIsNamedAfterTheDeadline() {
        Bound bound = bound(NOW.plusSeconds(10), null);
        AttemptResult own = new AttemptResult.Failed(ActionError.retryable("TIMEOUT", "own"));
        AttemptResult other = new AttemptResult.Failed(ActionError.retryable("BUSY", "own"));
        assertThat(bound.named(own)).isEqualTo(new AttemptResult.Failed(bound.error()));
        assertThat(bound.named(other)).isSameAs(other);
    }

    private static Bound bound(@Nullable Instant deadline, @Nullable Long timeoutMillis) {
        AttemptGranted grant = Tasks.grant("echo", "k", 1, Duration.ofSeconds(30));
        Handler handler =
                ((Lookup.Found)
                                ExecutorRig.catalog(attempt -> new AttemptResult.Succeeded("{}"))
                                        .find("echo", 1))
                        .handler();
        return Bound.of(Tasks.bounded(grant, deadline, timeoutMillis), handler, NOW);
    }
}
