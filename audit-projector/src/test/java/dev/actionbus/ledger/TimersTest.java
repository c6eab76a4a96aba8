package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.Step.Timer;
import org.junit.jupiter.api.Test;

final class TimersTest {

    private final Timers timers = new Timers();

    @Test
    void theEarliestGoesOffFirstAndOnlyOnce() {
        timers.apply("late", new Timer.At(START.plusSeconds(2)));
        timers.apply("early", new Timer.At(START.plusSeconds(1)));

        assertThat(timers.takeDue(START.plusSeconds(2))).contains("early");
        assertThat(timers.takeDue(START.plusSeconds(2))).contains("late");
        assertThat(timers.takeDue(START.plusSeconds(9))).isEmpty();
    }

    @Test
    void aTimerGoesOffAtItsInstantAndNotBefore() {
        timers.apply("a", new Timer.At(START));

        assertThat(timers.takeDue(START.minusMillis(1))).isEmpty();
        assertThat(timers.takeDue(START)).contains("a");
    }

    @Test
    void aSecondTimeReplacesTheFirst() {
        timers.apply("a", new Timer.At(START));
        timers.apply("a", new Timer.At(START.plusSeconds(5)));

        assertThat(timers.takeDue(START.plusSeconds(4))).isEmpty();
        assertThat(timers.takeDue(START.plusSeconds(5))).contains("a");
        assertThat(timers.takeDue(START.plusSeconds(5))).isEmpty();
    }

    @Test
    void unchangedKeepsATimerAndOffTakesItAway() {
        timers.apply("kept", new Timer.At(START));
        timers.apply("kept", new Timer.Unchanged());
        timers.apply("gone", new Timer.At(START));
        timers.apply("gone", new Timer.Off());
        timers.apply("never", new Timer.Off());

        assertThat(timers.takeDue(START)).contains("kept");
        assertThat(timers.takeDue(START)).isEmpty();
    }

    @Test
    void actionsDueAtTheSameInstantAllGoOff() {
        timers.apply("a", new Timer.At(START));
        timers.apply("b", new Timer.At(START));

        assertThat(timers.takeDue(START)).contains("a");
        assertThat(timers.takeDue(START)).contains("b");
    }
}
