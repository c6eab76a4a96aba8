package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one decision comes to.
 *
 * @param state where the action stands now
 * @param timer what becomes of its one timer
 * @param outputs what is written, in order
 */
public record Step(ActionState state, Timer timer, List<Output> outputs) {

    public Step {
        outputs = List.copyOf(outputs);
    }

    /** The decision changes nothing but leaves a trace. */
    static Step onRecord(ActionState state, SpecificRecord event) {
        return new Step(state, new Timer.Unchanged(), List.of(new Output.Event(event)));
    }

    /** Something to write. */
    public sealed interface Output {
        /** To the event log. */
        record Event(SpecificRecord record) implements Output {}

        /** To the executors. */
        record Grant(AttemptGranted record) implements Output {}

        /** To whoever has the attempt, to stop it or not to begin it. */
        record Revoke(AttemptRevoked record) implements Output {}

        /**
         * To whoever gives the turns of its limit.
         *
         * @param record a TurnAsked or TurnReturned
         */
        record Turn(SpecificRecord record) implements Output {}

        /** To whoever decides about an action, as if somebody had asked for it: a step of a run. */
        record Request(ActionRequested record) implements Output {}

        /** The same, as an operator's order: a step is cancelled, or a run in it resumed. */
        record Command(String actionId, SpecificRecord record) implements Output {}
    }

    /** What becomes of the action's timer. */
    public sealed interface Timer {
        record Unchanged() implements Timer {}

        record Off() implements Timer {}

        record At(Instant due) implements Timer {}
    }
}
