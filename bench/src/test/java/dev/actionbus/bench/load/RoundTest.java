package dev.actionbus.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class RoundTest {

    @Test
    void answersCountWhenThePipeIsFullAndLateOnesStillHaveALatency() {
        Round filling = new Round(1, Duration.ofSeconds(60), Round.Keys.NEW, () -> 7);
        filling.start();
        filling.right(7, System.nanoTime());
        Round full = new Round(1, Duration.ofSeconds(3), Round.Keys.NEW, () -> 7);
        full.start();
        await().pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ofMillis(510))
                .until(() -> true);
        full.right(7, System.nanoTime() - 5_000_000);
        Round over = new Round(1, Duration.ofNanos(1), Round.Keys.NEW, () -> 7);
        over.start();
        over.right(7, System.nanoTime());

        assertThat(filling.perSecond()).isZero();
        assertThat(full.perSecond()).isEqualTo(0.4, within(1e-6));
        assertThat(full.millis(50)).isBetween(5.0, 400.0);
        assertThat(over.perSecond()).isZero();
        assertThat(over.answers()).isEqualTo(1);
        assertThat(over.next()).isEqualTo(Round.OVER);
        assertThat(over.finished()).containsExactly(7L);
    }

    @Test
    void aClosedLoopNeverHasMoreInFlightAndWaitsForTheLast() {
        AtomicLong numbers = new AtomicLong();
        AtomicInteger flying = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Round round = new Round(4, Duration.ofMillis(50), Round.Keys.NEW, numbers::incrementAndGet);

        try (ExecutorService bus = Executors.newVirtualThreadPerTaskExecutor()) {
            ClosedLoop.drive(
                    round,
                    (n, answered) -> {
                        most.accumulateAndGet(flying.incrementAndGet(), Math::max);
                        bus.execute(() -> {
                            LockSupport.parkNanos(1_000_000);
                            round.right(n, System.nanoTime());
                            flying.decrementAndGet();
                            answered.run();
                        });
                    });
            assertThat(flying).hasValue(0);
        }

        assertThat(most).hasValue(4);
        assertThat(round.answers()).isEqualTo(numbers.get());
    }

    @Test
    void aRoundOfWrongAnswersIsGivenUp() {
        Round round = new Round(1, Duration.ofSeconds(10), Round.Keys.NEW, () -> 1);
        round.start();
        for (int i = 0; i < 1_000; i++) {
            round.wrong("HTTP status 503");
        }

        assertThat(round.hopeless()).isFalse();
        round.wrong("HTTP status 500");
        assertThat(round.hopeless()).isTrue();
        assertThat(round.next()).isEqualTo(Round.OVER);
        assertThat(round.wrong()).containsEntry("HTTP status 503", 1_000).hasSize(2);
    }
}
