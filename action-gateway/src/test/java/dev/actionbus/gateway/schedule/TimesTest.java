package dev.actionbus.gateway.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *    | UTC           | 2026-01-01T00:00:00Z | 2026-01-01T00:15:00Z",
                "0 9 * * 1-5     | UTC           | 2026-01-02T09:00:00Z | 2026-01-05T09:00:00Z",
                "0 0 29 2 *      | UTC           | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
                "0 9 * * *       | Europe/Berlin | 2026-07-01T00:00:00Z | 2026-07-01T07:00:00Z",
                "*/10 * * * * *  | UTC           | 2026-01-01T00:00:01Z | 2026-01-01T00:00:10Z",
            })
    void theNextTimeIsTheOneAPersonWouldName(
            String cron, String zone, Instant after, Instant next) {
        assertThat(Times.of(cron, zone).next(after)).contains(next);
    }

    @Test
    void aPeriodHasItsTimesInOrderWithoutItsBeginAndWithItsEnd() {
        Times hourly = Times.of("0 * * * *", "UTC");
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(hourly.between(from, Instant.parse("2026-01-01T03:00:00Z"), 100))
                .containsExactly(
                        Instant.parse("2026-01-01T01:00:00Z"),
                        Instant.parse("2026-01-01T02:00:00Z"),
                        Instant.parse("2026-01-01T03:00:00Z"));
        assertThat(hourly.between(from, Instant.parse("2027-01-01T00:00:00Z"), 2)).hasSize(2);
    }

    @Test
    void aTimeThatTheClocksSkipIsNotFiredTwiceAndOneTheyRepeatIsFiredOnce() {
        Times atHalfPastTwo = Times.of("30 2 * * *", "Europe/Berlin");
        List<Instant> spring =
                atHalfPastTwo.between(
                        Instant.parse("2026-03-28T00:00:00Z"),
                        Instant.parse("2026-03-31T00:00:00Z"),
                        9);
        List<Instant> autumn =
                atHalfPastTwo.between(
                        Instant.parse("2026-10-24T00:00:00Z"),
                        Instant.parse("2026-10-27T00:00:00Z"),
                        9);
        assertThat(spring).doesNotHaveDuplicates().hasSizeBetween(2, 3);
        assertThat(spring)
                .contains(
                        Instant.parse("2026-03-28T01:30:00Z"),
                        Instant.parse("2026-03-30T00:30:00Z"));
        assertThat(autumn).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* * * *", "61 * * * *", "a b c d e", "* * * * * * * *", "0 0 31 2 8"})
    void whatIsNoCronIsRefused(String cron) {
        assertThatThrownBy(() -> Times.of(cron, "UTC"))
                .isInstanceOfSatisfying(
                        WrongSchedule.class,
                        e -> assertThat(e.problem().code()).isEqualTo("CRON_INVALID"));
    }

    @Test
    void aZoneThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Times.of("* * * * *", "Mars/Olympus"))
                .isInstanceOfSatisfying(
                        WrongSchedule.class,
                        e -> assertThat(e.problem().code()).isEqualTo("ZONE_INVALID"));
    }
}
