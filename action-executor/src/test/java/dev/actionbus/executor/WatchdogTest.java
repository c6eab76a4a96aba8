package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WatchdogTest {

    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(Duration.ofNanos(30), now::get);

    @Test
    void barksAfterItsPatience() {
        now.set(29);
        assertThat(watchdog.barks()).isFalse();
        now.set(30);
        assertThat(watchdog.barks()).isTrue();
    }

    @Test
    void isPatientAgainOnceCalm() {
        now.set(30);
        watchdog.calm();
        now.set(59);
        assertThat(watchdog.barks()).isFalse();
    }
}
