package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReachTest {

    @Test
    void aProcessIsAskedForItsPartsOrItsCopies() {
        Reach.Here parts = new Reach.Here(Set.of(10, 2), false);
        Reach.Here copies = new Reach.Here(Set.of(0), true);

        assertThat(parts.on("/v1/actions?limit=5")).isEqualTo("/v1/actions?limit=5&here=2,10");
        assertThat(copies.on("/v1/actions/x")).isEqualTo("/v1/actions/x?here=copy:0");
        assertThat(Reach.parse("2,10")).isEqualTo(parts);
        assertThat(Reach.parse("copy:0")).isEqualTo(copies);
        assertThat(Reach.parse(null)).isEqualTo(Reach.EVERYWHERE);
    }

    @Test
    void somethingElseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reach.parse("true"));
        assertThatIllegalArgumentException().isThrownBy(() -> Reach.parse("copy:"));
    }
}
