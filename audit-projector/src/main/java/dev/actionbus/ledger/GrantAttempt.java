package dev.actionbus.ledger;

import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.Timing;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.turn.Want;
import dev.actionbus.ledger.turn.WantsOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leave to call the handler once more, when its turns have come. */
final class GrantAttempt {

    private final Duration lease;
    private final DueTimes due;
    private final WantsOf wants;
    private final EndAction end;

    GrantAttempt(Duration lease, DueTimes due, WantsOf wants, EndAction end) {
        this.lease = lease;
        this.due = due;
        this.wants = wants;
        this.end = end;
    }

    /**
     * The next attempt may begin as far as anybody's waiting goes: it needs its turns.
     *
     * @param told what is written before
     */
    Step next(Queued ready, List<Output> told, Instant now) {
        List<Want> wanted = wants.of(ready.action().request());
        return go(ready.with(ready.turns().want(wanted)), told, now);
    }

    /** Asks for the next turn; when it has all of them, grants. */
    Step go(Queued queued, List<Output> told, Instant now) {
        Queued unasked = queued.with(queued.turns().unasked());
        Optional<Step> over =
                end.whenTimeIsUp(unasked, told, now)
                        .or(() -> end.whenNoneMayFollow(unasked, told, now));
        if (over.isPresent()) {
            return over.get();
        }
        List<Output> outputs = new ArrayList<>(told);
        if (queued.turns().wanted().isEmpty()) {
            Granted granted = queued.grant();
            AttemptGranted grant = of(granted, now);
            outputs.add(new Output.Event(grant));
            outputs.add(new Output.Grant(grant));
            return new Step(granted, due.timer(granted, now), outputs);
        }
        Want want = queued.turns().wanted().getFirst();
        outputs.add(
                new Output.Event(
                        new ActionQueued(
                                queued.actionId(), queued.attempt() + 1, want.limit(), now)));
        outputs.add(new Output.Turn(asked(queued, want, now)));
        return new Step(queued, due.timer(queued, now), outputs);
    }

    private static TurnAsked asked(Queued queued, Want want, Instant now) {
        ActionRequested request = queued.action().request();
        return new TurnAsked(
                request.getActionId(),
                queued.attempt() + 1,
                want.limit(),
                want.concurrency(),
                want.rate(),
                request.getIntent().getTenant(),
                request.getPriority(),
                now);
    }

    private AttemptGranted of(Granted state, Instant now) {
        ActionRequested request = state.action().request();
        return new AttemptGranted(
                request.getActionId(),
                state.attempt(),
                request.getIntent(),
                request.getParams(),
                request.getContext(),
                lease.toMillis(),
                state.checkpoint().orElse(null),
                now,
                DueTimes.deadline(state).orElse(null),
                Optional.ofNullable(request.getTiming())
                        .map(Timing::getAttemptTimeoutMillis)
                        .orElse(null));
    }
}
