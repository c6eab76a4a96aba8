package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static dev.actionbus.ledger.Samples.THREE_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StateCodecTest {

    private static final Admitted ACTION =
            new Admitted(
                    Samples.request("k", "r1", "{\"ü\":1}", Mode.RETRY, THREE_ATTEMPTS), "f00d");
    private static final Optional<String> CHECKPOINT = Optional.of("{\"epoch\":2}");

    private final StateCodec codec = new StateCodec();

    @ParameterizedTest
    @MethodSource("openStates")
    void anOpenActionComesBackAsItWas(Open state) {
        assertThat(codec.decode(codec.encode(state.action()), () -> codec.encodeAttempt(state)))
                .isEqualTo(state);
    }

    @ParameterizedTest
    @MethodSource("closedStates")
    void aClosedActionComesBackAsItWas(Closed state) {
        assertThat(codec.decode(codec.encode(state), () -> null)).isEqualTo(state);
    }

    @Test
    void damagedBytesAreNotTakenForAState() {
        byte[] bytes = codec.encode(ACTION);
        bytes[2] ^= 1;

        assertThatThrownBy(() -> codec.decode(bytes, () -> null))
                .isInstanceOf(RuntimeException.class);
    }

    static Stream<Open> openStates() {
        Claim claim = new Claim(new Run("e1", START), Mode.ONCE, THREE_ATTEMPTS, true);
        return Stream.of(
                new Granted(ACTION, 1, Optional.empty()),
                new Granted(ACTION, 2, CHECKPOINT),
                new Running(ACTION, 2, claim, CHECKPOINT),
                new Running(
                        ACTION,
                        1,
                        new Claim(claim.run(), Mode.RETRY, claim.retry(), false),
                        Optional.empty()),
                new Waiting(ACTION, 3, START.plusMillis(1), CHECKPOINT),
                new Waiting(ACTION, 1, START, Optional.empty()));
    }

    static Stream<Closed> closedStates() {
        return Stream.of(
                new Closed("r1", "f00d", ActionStatus.COMPLETED, new Outcome(1, "{}", null, START)),
                new Closed(
                        "r1",
                        "f00d",
                        ActionStatus.FAILED,
                        new Outcome(2, null, Samples.error("BUSY", true), START)),
                new Closed(
                        "r1",
                        "f00d",
                        ActionStatus.UNKNOWN,
                        new Outcome(1, null, Samples.error("UNKNOWN", false), START)));
    }
}
