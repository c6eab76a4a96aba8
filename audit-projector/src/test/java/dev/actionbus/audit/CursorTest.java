package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {

    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f";
    private static final String OTHER = "ff1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f";

    @Test
    void theNewestSortsFirstAsTextAndAsKey() {
        Cursor early = Cursor.at(EARLY, ID);
        Cursor late = Cursor.at(EARLY.plusMillis(1), OTHER);

        assertThat(late.text()).isLessThan(early.text());
        assertThat(Arrays.compareUnsigned(key(late), key(early))).isNegative();
    }

    @Test
    void aCursorComesBackAsItWasHandedOut() {
        Cursor cursor = Cursor.at(EARLY, ID);

        assertThat(key(new Cursor(cursor.text()))).isEqualTo(ViewStore.BY_TIME.key(EARLY, ID));
        assertThat(ViewStore.BY_TIME.actionIdIn(key(cursor))).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "7fffffffffffffff",
                "zzzzzzzzzzzzzzzz2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f",
                "7fffffffffffffffnot-an-id",
                "ffffffffffffffff2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f",
                "7fffffffffffffff2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f' OR 1=1"
            })
    void whatWasNotHandedOutIsRefused(String text) {
        assertThatThrownBy(() -> new Cursor(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] key(Cursor cursor) {
        return ViewStore.BY_TIME.key(cursor.acceptedAt(), cursor.actionId());
    }
}
