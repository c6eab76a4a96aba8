package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AsOfTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void aTimeCoversWhatWasNotWrittenLater() {
        AsOf noon = AsOf.parse("2026-01-31T12:00:00Z");

        assertThat(noon.covers(3, new EventPlace(0, 99, NOON))).isTrue();
        assertThat(noon.covers(3, new EventPlace(0, 99, NOON.plusMillis(1)))).isFalse();
        assertThat(noon).hasToString("2026-01-31T12:00:00Z");
    }

    @Test
    void offsetsCoverWhatLiesBeforeThem() {
        AsOf state = AsOf.parse("3:17,0:00");

        assertThat(state.covers(3, new EventPlace(0, 16, NOON))).isTrue();
        assertThat(state.covers(3, new EventPlace(0, 17, NOON))).isFalse();
        assertThat(state.covers(0, new EventPlace(0, 0, NOON))).isFalse();
        assertThat(state.covers(1, new EventPlace(0, 0, NOON))).isFalse();
        assertThat(state).hasToString("0:0,3:17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "T",
                "2026-13-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0",
                "0:",
                "0:1,",
                "0:-1",
                "0:1,0:2",
                "0:99999999999999999999",
                "0:1;1:2"
            })
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> AsOf.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
