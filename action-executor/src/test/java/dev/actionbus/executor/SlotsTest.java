package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SlotsTest {

    private final Slots slots = new Slots(4);

    @Test
    void whatIsTakenIsNotFreeUntilReleased() {
        slots.take(3);
        assertThat(slots.free()).isEqualTo(1);
        slots.release(3);
        assertThat(slots.free()).isEqualTo(4);
    }

    @Test
    void moreThanThereIsCanNotBeTaken() {
        slots.take(3);
        assertThatThrownBy(() -> slots.take(2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSlotIsReleasedOnce() {
        assertThatThrownBy(() -> slots.release(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void waitingEndsWhenEnoughIsReleased() throws InterruptedException {
        slots.take(4);
        Thread release = Thread.startVirtualThread(() -> slots.release(2));
        slots.awaitFree(2, Duration.ofSeconds(30));
        release.join();
        assertThat(slots.free()).isEqualTo(2);
    }
}
