package dev.actionbus.ledger;

import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.Step.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt or an action leaves behind when it ends: turns for others, and somebody at work.
 */
final class GiveBack {

    private GiveBack() {}

    /** The turns of the attempt that ends, or that will not be waited for any more. */
    static List<Output> ofAttempt(Open open, Instant now) {
        return returned(open, open.turns().endingWithAttempt(open.attempt() + 1), now);
    }

    /** Every turn of the action. */
    static List<Output> ofAction(Open open, Instant now) {
        return returned(open, open.turns().all(open.attempt() + 1), now);
    }

    /** Tells whoever has the attempt, or finds it among the tasks; then all its turns. */
    static List<Output> ofStopped(Open open, String reason, Instant now) {
        List<Output> outputs = new ArrayList<>();
        if (open instanceof Granted || open instanceof Running) {
            outputs.add(
                    new Output.Revoke(
                            new AttemptRevoked(open.actionId(), open.attempt(), reason, now)));
        }
        outputs.addAll(ofAction(open, now));
        return outputs;
    }

    private static List<Output> returned(Open open, List<Turns.Held> turns, Instant now) {
        return turns.stream()
                .<Output>map(turn ->
                        new Output.Turn(
                                new TurnReturned(
                                        open.actionId(), turn.attempt(), turn.limit(), now)))
                .toList();
    }
}
