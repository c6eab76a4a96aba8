package dev.actionbus.ledger;

import dev.actionbus.action.RetryPolicy;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Run;
import dev.actionbus.event.Timing;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.turn.Want;
import dev.actionbus.ledger.turn.WantsOf;
import dev.actionbus.wire.Translate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leave to call the handler once more, when its turns have come. */
final class GrantAttempt {

    /** Who carries out a run. */
    private static final String LEDGER = "ledger";

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
        if (queued.turns().wanted().isEmpty() && isRun(queued)) {
            Steering steering = queued.steer(new Run(LEDGER, now));
            outputs.add(new Output.Event(started(steering)));
            return new Step(steering, due.timer(steering, now), outputs);
        }
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

    private static boolean isRun(Queued queued) {
        return queued.action().request().getDefinition() != null;
    }

    private static AttemptStarted started(Steering steering) {
        ActionRequested request = steering.action().request();
        return new AttemptStarted(
                request.getActionId(),
                steering.attempt(),
                steering.run(),
                Mode.RETRY,
                request.getRetry() == null
                        ? Translate.toRecord(RetryPolicy.DEFAULT)
                        : request.getRetry());
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
