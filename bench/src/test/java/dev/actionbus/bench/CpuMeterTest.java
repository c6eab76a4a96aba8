package dev.actionbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CpuMeterTest {

    @Test
    void busyTimeIsAllButIdleAndWaitingForDisksAndCountsGuestsOnce() {
        String stat = "cpu  100 20 30 5000 700 8 9 33 44 55\ncpu0 1 2 3 4 5 6 7 8 9 10\n";

        assertThat(CpuMeter.busySeconds(stat)).isEqualTo(2.0, within(1e-9));
    }

    @Test
    void othersAreWhatIsLeftOfTheMachine() {
        var before = new CpuMeter.Reading(10, 1, 1, 1, 100);
        var after = new CpuMeter.Reading(12, 2, 1.5, 1.5, 103);

        assertThat(after.since(before).others(2)).isEqualTo(0.25, within(1e-9));
    }

    @Test
    void aSystemThatDoesNotTellHasNoOthers() {
        var unknown = new CpuMeter.Reading(1, 0.1, 0, 0.1, Double.NaN);

        assertThat(unknown.others(2)).isZero();
    }
}
