package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static dev.actionbus.ledger.Samples.THREE_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Course;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.LastFailure;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Past;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Remains;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Said;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.turn.Want;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StateCodecTest {

    private static final Admitted ACTION =
            new Admitted(
                    Samples.request("k", "r1", "{\"ü\":1}", Mode.RETRY, THREE_ATTEMPTS),
                    "f00d",
                    Round.first(START));
    private static final Admitted AGAIN =
            ACTION.in(
                    new Round(
                            3,
                            START.plusSeconds(1),
                            new Round.Spent(4, 1),
                            true,
                            List.of("o1", "o2")));
    private static final Said SAID = Said.NOTHING;
    private static final List<Turns.Held> HELD =
            List.of(new Turns.Held("lane:a/b", 1, true), new Turns.Held("concurrency:c", 2, false));
    private static final List<Want> WANTED =
            List.of(
                    new Want("concurrency:d", false, 4, null),
                    new Want("rate:e", false, null, new RateLimit(10, 1000L, null)));
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
    void aClosedActionComesBackAsItWas(ActionState state) {
        assertThat(LedgerMemory.storedAndRead(state)).isEqualTo(state);
    }

    @Test
    void damagedBytesAreNotTakenForAState() {
        byte[] bytes = codec.encode(ACTION);
        bytes[2] ^= 1;

        assertThatThrownBy(() -> codec.decode(bytes, () -> null))
                .isInstanceOf(RuntimeException.class);
    }

    static Stream<Open> openStates() {
        Claim quiet = new Claim(new Run("e1", START), Mode.ONCE, THREE_ATTEMPTS, true, SAID);
        Claim news =
                new Claim(
                        quiet.run(),
                        Mode.RETRY,
                        quiet.retry(),
                        false,
                        new Said(Optional.of(0.5), Optional.of("half")));
        Course first = Course.after(0);
        Course later = new Course(7, CHECKPOINT, new Turns(HELD, List.of()));
        Course asking = new Course(7, CHECKPOINT, new Turns(HELD, WANTED));
        Optional<LastFailure> last =
                Optional.of(
                        new LastFailure(quiet.run(), Samples.error("BUSY", true), THREE_ATTEMPTS));
        return Stream.of(
                new Granted(ACTION, first),
                new Granted(AGAIN, later),
                new Running(ACTION, later, quiet),
                new Running(AGAIN, first, news),
                new Suspended(AGAIN, later, news, START.plusSeconds(5)),
                new Waiting(ACTION, later, START.plusMillis(1), last),
                new Waiting(ACTION, first, START, Optional.empty()),
                new Queued(AGAIN, asking, last),
                new Queued(
                        ACTION, new Course(0, Optional.empty(), asking.turns()), Optional.empty()),
                new Paused(AGAIN, later));
    }

    static Stream<ActionState> closedStates() {
        Past first = new Past(1, List.of(), Optional.empty());
        Past kept =
                new Past(
                        3,
                        List.of("o1", "o2"),
                        Optional.of(new Remains(ACTION.request(), CHECKPOINT)));
        Closed failed =
                new Closed(
                        "r1",
                        "f00d",
                        ActionStatus.FAILED,
                        new Outcome(2, null, Samples.error("BUSY", true), START),
                        kept);
        return Stream.of(
                new Closed(
                        "r1",
                        "f00d",
                        ActionStatus.COMPLETED,
                        new Outcome(1, "{}", null, START),
                        first),
                failed,
                new Released(failed));
    }
}
