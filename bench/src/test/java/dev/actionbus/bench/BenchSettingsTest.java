package dev.actionbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.bench.report.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchSettingsTest {

    private static final Path WORK = Path.of("work");

    @Test
    void aThoroughRunOfBothDurabilitiesFitsIntoTenMinutes() {
        assertThat(planned(BenchSettings.thorough(WORK))).isLessThan(Duration.ofMinutes(9));
    }

    @Test
    void aQuickRunFitsIntoNinetySeconds() {
        assertThat(planned(BenchSettings.quick(WORK))).isLessThan(Duration.ofSeconds(75));
    }

    @Test
    void whatCanNotBeMeasuredIsRefused() {
        BenchSettings quick = BenchSettings.quick(WORK);

        assertThatThrownBy(() -> quick.withDurabilities(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new BenchSettings(
                                List.of(Durability.OS),
                                List.of(5000),
                                quick.pace(),
                                quick.output(),
                                WORK))
                .hasMessageContaining("5000");
    }

    /** Without starting and stopping. */
    private static Duration planned(BenchSettings settings) {
        BenchSettings.Pace pace = settings.pace();
        int cases = 3 * settings.inFlight().size() + 2;
        return pace.repetition()
                .multipliedBy((long) cases * pace.repetitions())
                .plus(pace.warmUp())
                .multipliedBy(settings.durabilities().size());
    }
}
