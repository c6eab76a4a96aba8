package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Leave to call the handler once more. */
final class GrantAttempt {

    private final Duration lease;

    GrantAttempt(Duration lease) {
        this.lease = lease;
    }

    AttemptGranted of(Granted state, Instant now) {
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
                null,
                null);
    }

    Step next(Waiting waiting, Instant now) {
        Granted granted = waiting.grantNext();
        AttemptGranted grant = of(granted, now);
        return new Step(
                granted,
                new Timer.Off(),
                List.of(new Output.Event(grant), new Output.Grant(grant)));
    }

    Step afterLoss(Running running, Instant now) {
        Granted granted = running.grantNext();
        AttemptGranted grant = of(granted, now);
        AttemptLost lost =
                new AttemptLost(grant.getActionId(), running.attempt(), running.claim().run(), now);
        return new Step(
                granted,
                new Timer.Off(),
                List.of(new Output.Event(lost), new Output.Event(grant), new Output.Grant(grant)));
    }
}
