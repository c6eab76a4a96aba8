package dev.actionbus.ledger;

import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A turn has come. One that nobody waits for any more goes back, so that it is never lost. */
final class TakeTurn {

    private final GrantAttempt grant;

    TakeTurn(GrantAttempt grant) {
        this.grant = grant;
    }

    Step step(ActionState state, TurnGiven given, Instant now) {
        if (state instanceof Queued queued && isAwaited(queued, given)) {
            return grant.go(queued.with(queued.turns().given(given.getAttempt())), List.of(), now);
        }
        boolean known =
                state instanceof Open open
                        && open.turns().has(given.getLimit(), given.getAttempt());
        return new Step(
                state,
                new Timer.Unchanged(),
                known
                        ? List.of()
                        : List.of(
                                new Output.Turn(
                                        new TurnReturned(
                                                given.getActionId(),
                                                given.getAttempt(),
                                                given.getLimit(),
                                                now))));
    }

    /** The step that asked, as if there had been nothing to ask for. */
    Step atOnce(Step asked, TurnGiven given, Instant now) {
        if (!(asked.state() instanceof Queued queued && isAwaited(queued, given))) {
            throw new IllegalArgumentException("nobody asked for " + given);
        }
        Step next = step(queued, given, now);
        return AdmitRequest.tellTogether(
                new Step(
                        next.state(),
                        next.timer(),
                        Stream.concat(
                                        asked.outputs().stream().filter(it -> !asks(it, given)),
                                        next.outputs().stream())
                                .toList()));
    }

    private static boolean isAwaited(Queued queued, TurnGiven given) {
        return queued.attempt() + 1 == given.getAttempt()
                && queued.turns().awaits(given.getLimit());
    }

    private static boolean asks(Output output, TurnGiven given) {
        return switch (output) {
            case Output.Event(ActionQueued event) ->
                    event.getAttempt() == given.getAttempt()
                            && event.getLimit().equals(given.getLimit());
            case Output.Turn(TurnAsked asked) ->
                    asked.getAttempt() == given.getAttempt()
                            && asked.getLimit().equals(given.getLimit());
            case Output.Event _,
                    Output.Turn _,
                    Output.Grant _,
                    Output.Revoke _,
                    Output.Request _,
                    Output.Command _ ->
                    false;
        };
    }
}
