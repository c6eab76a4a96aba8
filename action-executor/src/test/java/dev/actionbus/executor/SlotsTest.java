package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SlotsTest {

    private final Slots slots = new Slots(4);

    @Test
    void whatIsTakenIsNotFreeUntilReleased() {
        assertThat(slots.take(3)).isTrue();
        assertThat(slots.free()).isEqualTo(1);
        slots.release(3);
        assertThat(slots.free()).isEqualTo(4);
    }

    @Test
    void moreThanThereIsCanNotBeTaken() {
        assertThat(slots.take(3)).isTrue();
        assertThat(slots.take(2)).isFalse();
        assertThat(slots.free()).isEqualTo(1);
    }

    @Test
    void allThatIsFreeCanBeTakenAtOnce() {
        assertThat(slots.take(1)).isTrue();
        assertThat(slots.takeAll()).isEqualTo(3);
        assertThat(slots.takeAll()).isZero();
    }

    @Test
    void aSlotIsReleasedOnce() {
        assertThatThrownBy(() -> slots.release(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void waitingEndsWhenEnoughIsReleased() throws InterruptedException {
        assertThat(slots.takeAll()).isEqualTo(4);
        Thread release = Thread.startVirtualThread(() -> slots.release(2));
        slots.awaitFree(2, Duration.ofSeconds(30));
        release.join();
        assertThat(slots.free()).isEqualTo(2);
    }
}
