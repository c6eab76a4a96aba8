package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.app.Freshness.Stale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class FreshnessTest {

    private static final Stale BY_SEVEN = new Stale(OptionalLong.of(7));
    private static final Stale WHO_KNOWS = new Stale(OptionalLong.empty());

    @Test
    void whatIsStaleSaysSoWithItsLag() {
        assertThat(BY_SEVEN.mark("{\"a\":1}")).isEqualTo("{\"a\":1,\"stale\":true,\"lag\":7}");
        assertThat(WHO_KNOWS.mark("{\"a\":1}")).isEqualTo("{\"a\":1,\"stale\":true}");
        assertThat(Freshness.FRESH.mark("{\"a\":1}")).isEqualTo("{\"a\":1}");
    }

    @Test
    void theHeaderComesBackAsItWent() {
        for (Freshness any : new Freshness[] {BY_SEVEN, WHO_KNOWS, Freshness.FRESH}) {
            assertThat(Freshness.ofHeader(any.header().orElse(null))).isEqualTo(any);
        }
    }

    @Test
    void twoPartsAreAsOldAsTheOlder() {
        Stale byNine = new Stale(OptionalLong.of(9));
        assertThat(BY_SEVEN.and(byNine)).isEqualTo(byNine).isEqualTo(byNine.and(BY_SEVEN));
        assertThat(Freshness.FRESH.and(BY_SEVEN)).isEqualTo(BY_SEVEN);
        assertThat(BY_SEVEN.and(Freshness.FRESH)).isEqualTo(BY_SEVEN);
        assertThat(BY_SEVEN.and(WHO_KNOWS)).isEqualTo(WHO_KNOWS);
    }
}
