package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.turn.Bounds;
import dev.actionbus.ledger.turn.LimitState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LimitJsonTest {

    @Test
    void whatOneLedgerWritesAnotherReads() {
        List<LimitState> limits =
                List.of(
                        new LimitState("lane:default/a \"b\"", new Bounds(1, 0, 0), 1, 7),
                        new LimitState("rate:train@1/ü", new Bounds(0, 10, 1000), 0, 3));

        String json = LimitJson.of(limits);

        assertThat(LimitJson.read(json)).isEqualTo(limits);
        assertThat(json)
                .contains(
                        "{\"limit\":\"rate:train@1/ü\",\"rate\":{\"permits\":10,\"perMillis\":1000}"
                                + ",\"running\":0,\"waiting\":3}");
    }

    @Test
    void theLongestQueueComesFirst() {
        LimitState calm = new LimitState("a", new Bounds(9, 0, 0), 9, 0);
        LimitState busy = new LimitState("b", new Bounds(1, 0, 0), 1, 5);
        LimitState idle = new LimitState("c", new Bounds(9, 0, 0), 1, 0);

        assertThat(List.of(idle, calm, busy).stream().sorted(LimitState.BUSIEST_FIRST))
                .containsExactly(busy, calm, idle);
    }
}
