package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.TurnGiven;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One action before the ledger: given records, when one more comes, then see what it came to. */
final class LedgerTrial {

    private final Ledger ledger;
    private Instant now = Samples.START;
    private Instant armed = Instant.MIN;
    private Step last = new Step(new ActionState.Absent(), new Step.Timer.Unchanged(), List.of());

    LedgerTrial(Ledger ledger) {
        this.ledger = ledger;
    }

    void given(SpecificRecord... records) {
        for (SpecificRecord each : records) {
            when(each);
        }
    }

    void givenTimerFired() {
        whenTimerFires();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    void when(SpecificRecord each) {
        step(LedgerInput.of(each));
    }

    /** When it is due, and not before. */
    void whenTimerFires() {
        if (armed.isAfter(now)) {
            now = armed;
        }
        step(new LedgerInput.TimerFired());
    }

    /** Whatever it says. */
    void whenTimerFiresEarly() {
        step(new LedgerInput.TimerFired());
    }

    ActionState state() {
        return last.state();
    }

    ActionStatus status() {
        return ((ActionState.Open) last.state()).status();
    }

    Step.Timer timer() {
        return last.timer();
    }

    Step.Timer revivedAt(Instant time) {
        return ledger.revive((ActionState.Open) last.state(), time);
    }

    List<Step.Output> outputs() {
        return last.outputs();
    }

    List<SpecificRecord> events() {
        List<SpecificRecord> events = new ArrayList<>();
        for (Step.Output output : last.outputs()) {
            if (output instanceof Step.Output.Event event) {
                events.add(event.record());
            }
        }
        return events;
    }

    List<AttemptGranted> tasks() {
        List<AttemptGranted> tasks = new ArrayList<>();
        for (Step.Output output : last.outputs()) {
            if (output instanceof Step.Output.Grant grant) {
                tasks.add(grant.record());
            }
        }
        return tasks;
    }

    List<AttemptRevoked> revoked() {
        List<AttemptRevoked> revoked = new ArrayList<>();
        for (Step.Output output : last.outputs()) {
            if (output instanceof Step.Output.Revoke revoke) {
                revoked.add(revoke.record());
            }
        }
        return revoked;
    }

    /** What is told to those who give turns. */
    List<SpecificRecord> turns() {
        List<SpecificRecord> turns = new ArrayList<>();
        for (Step.Output output : last.outputs()) {
            if (output instanceof Step.Output.Turn turn) {
                turns.add(turn.record());
            }
        }
        return turns;
    }

    /** The turn that the last step asks for is given in the same transaction. */
    void whenGivenAtOnce(TurnGiven given) {
        last = ledger.turnAtOnce(last, given, now);
    }

    AttemptGranted onlyTask() {
        assertThat(tasks()).hasSize(1);
        return tasks().getFirst();
    }

    /** The one event of its kind. */
    <E extends SpecificRecord> E event(Class<E> type) {
        List<E> found = events().stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as("%s among %s", type, events()).hasSize(1);
        return found.getFirst();
    }

    /** The one event, whatever tasks are beside it. */
    <E extends SpecificRecord> E onlyEventBesideTasks(Class<E> type) {
        assertThat(events()).hasSize(1);
        return event(type);
    }

    /** The one event, with no task beside it. */
    <E extends SpecificRecord> E onlyEvent(Class<E> type) {
        assertThat(events()).hasSize(1);
        assertThat(tasks()).isEmpty();
        return event(type);
    }

    private void step(LedgerInput input) {
        last = ledger.step(last.state(), input, now);
        if (last.timer() instanceof Step.Timer.At at) {
            armed = at.due();
        }
    }
}
