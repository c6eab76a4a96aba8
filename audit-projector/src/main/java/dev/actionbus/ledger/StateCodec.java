package dev.actionbus.ledger;

import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.state.ClosedAction;
import dev.actionbus.state.OpenAction;
import dev.actionbus.state.Retry;
import dev.actionbus.wire.StoredRecord;
import java.util.Optional;

/** States to bytes and back, for the ledger's two stores. */
final class StateCodec {

    private final StoredRecord<OpenAction> open = new StoredRecord<>(OpenAction.class);
    private final StoredRecord<ClosedAction> closed = new StoredRecord<>(ClosedAction.class);

    byte[] encode(Open state) {
        dev.actionbus.state.Claim claim = null;
        Retry retry = null;
        switch (state) {
            case Running running -> claim = stored(running.claim());
            case Waiting waiting -> retry = new Retry(waiting.dueAt());
            case Granted _ -> {}
        }
        return open.encode(
                new OpenAction(
                        state.action().request(),
                        state.action().fingerprint(),
                        state.attempt(),
                        state.checkpoint().orElse(null),
                        claim,
                        retry));
    }

    Open decodeOpen(byte[] bytes) {
        OpenAction stored = open.decode(bytes);
        Admitted action = new Admitted(stored.getRequest(), stored.getFingerprint());
        Optional<String> checkpoint = Optional.ofNullable(stored.getCheckpoint());
        if (stored.getClaim() != null) {
            dev.actionbus.state.Claim claim = stored.getClaim();
            Mode mode = claim.getMode();
            RetryPolicy retry = claim.getRetry();
            return new Running(
                    action,
                    stored.getAttempt(),
                    new Claim(claim.getRun(), mode, retry, claim.getAnnounced()),
                    checkpoint);
        }
        return stored.getRetry() == null
                ? new Granted(action, stored.getAttempt(), checkpoint)
                : new Waiting(
                        action, stored.getAttempt(), stored.getRetry().getDueAt(), checkpoint);
    }

    byte[] encode(Closed state) {
        return closed.encode(
                new ClosedAction(
                        state.requestId(), state.fingerprint(), state.status(), state.outcome()));
    }

    Closed decodeClosed(byte[] bytes) {
        ClosedAction stored = closed.decode(bytes);
        return new Closed(
                stored.getRequestId(),
                stored.getFingerprint(),
                stored.getStatus(),
                stored.getOutcome());
    }

    private static dev.actionbus.state.Claim stored(Claim claim) {
        return new dev.actionbus.state.Claim(
                claim.run(), claim.mode(), claim.retry(), claim.announced());
    }
}
