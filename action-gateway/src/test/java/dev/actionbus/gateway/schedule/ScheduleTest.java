package dev.actionbus.gateway.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.ActionRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {

    private static final Instant AT = Instant.parse("2026-01-01T09:00:00Z");
    private static final String NIGHTLY =
            """
            {"cron": "0 9 * * *", "zone": "UTC", "tolerance": "10m",
             "action": {"name": "retrain", "params": {"set": "penguins", "rate": 0.10}, "labels": {"team": "ml"}}}
            """;

    @Test
    void paramsOfAFiringAreThoseThatWereWrittenToTheLetter() {
        String params = "{ \"n\": 0.1000, \"m\":1E2, \"t\":\"\\u00e9\\/\" }";
        Schedule schedule =
                Schedule.read(
                        "s",
                        "{\"zone\":\"UTC\",\"cron\":\"0 * * * *\",\"action\": {\"name\":\"echo\",\"params\":"
                                + params
                                + "} , \"tolerance\":\"5m\"}");
        assertThat(schedule.late(Instant.EPOCH).params()).isEqualTo(params);
    }

    @Test
    void aFiringIsOneActionHoweverOftenItIsAskedFor() {
        Schedule schedule = Schedule.read("nightly", NIGHTLY);
        ActionRequest firing = schedule.firing(AT);
        assertThat(firing.id())
                .isEqualTo(schedule.firing(AT).id())
                .isEqualTo(schedule.late(AT).id());
        assertThat(firing.id()).isNotEqualTo(schedule.firing(AT.plusSeconds(60)).id());
        assertThat(firing.identity().key().value()).isEqualTo("cron:nightly:2026-01-01T09:00:00Z");
        assertThat(firing.origin().labels())
                .containsEntry("schedule", "nightly")
                .containsEntry("team", "ml");
    }

    @Test
    void aFiringFailsWhenItIsLaterThanTheScheduleTolerates() {
        Schedule schedule = Schedule.read("nightly", NIGHTLY);
        assertThat(schedule.firing(AT).timing().startBy())
                .contains(AT.plus(Duration.ofMinutes(10)));
        assertThat(schedule.late(AT).timing().startBy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | JSON_SYNTAX | ",
                "[] | BODY_NOT_OBJECT | ",
                "{\"cron\":\"* * * * *\"} | FIELD_MISSING | /action",
                "{\"cron\":\"* * * * *\",\"action\":{\"name\":\"a\"},\"every\":1} | FIELD_UNKNOWN | /every",
                "{\"cron\":5,\"action\":{\"name\":\"a\"}} | FIELD_INVALID | /cron",
                "{\"action\":{\"name\":\"a\"}} | CRON_INVALID | /cron",
                "{\"cron\":\"* * * * *\",\"action\":{\"name\":\" \"}} | NAME_INVALID | /action/name",
                "{\"cron\":\"* * * * *\",\"action\":{\"nam\":\"a\"}} | FIELD_UNKNOWN | /action/nam",
                "{\"cron\":\"* * * * *\",\"action\":{\"name\":\"a\"},\"tolerance\":\"0s\"} | FIELD_INVALID | /tolerance",
                "{\"cron\":\"* * * * *\",\"action\":{\"name\":\"a\"},\"tolerance\":\"soon\"} | FIELD_INVALID | /tolerance",
                "{\"cron\":\"* * * * *\",\"action\":{\"name\":\"a\"},\"paused\":\"yes\"} | FIELD_INVALID | /paused",
            })
    void whatIsWrongIsNamedWithItsPlace(String definition, String code, String pointer) {
        assertThatThrownBy(() -> Schedule.read("nightly", definition))
                .isInstanceOfSatisfying(
                        WrongSchedule.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().pointer().orElse(null)).isEqualTo(pointer);
                        });
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Schedule.read("../etc", NIGHTLY))
                .isInstanceOfSatisfying(
                        WrongSchedule.class,
                        e -> assertThat(e.problem().code()).isEqualTo("NAME_INVALID"));
    }
}
