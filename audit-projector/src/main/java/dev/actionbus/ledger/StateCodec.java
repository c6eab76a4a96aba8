package dev.actionbus.ledger;

import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.state.ClosedAction;
import dev.actionbus.state.LedgerAction;
import dev.actionbus.state.OpenAction;
import dev.actionbus.state.OpenAttempt;
import dev.actionbus.state.Retry;
import dev.actionbus.wire.StoredRecord;
import java.util.Optional;
import java.util.function.Supplier;

/** States to bytes and back, for the ledger's store. */
final class StateCodec {

    private final StoredRecord<LedgerAction> action = new StoredRecord<>(LedgerAction.class);
    private final StoredRecord<OpenAttempt> attempt = new StoredRecord<>(OpenAttempt.class);

    byte[] encode(Admitted admitted) {
        return action.encode(
                new LedgerAction(new OpenAction(admitted.request(), admitted.fingerprint())));
    }

    byte[] encode(Closed state) {
        return action.encode(
                new LedgerAction(
                        new ClosedAction(
                                state.requestId(),
                                state.fingerprint(),
                                state.status(),
                                state.outcome())));
    }

    /** How far an open action is; not what it is. */
    byte[] encodeAttempt(Open state) {
        dev.actionbus.state.Claim claim = null;
        Retry retry = null;
        switch (state) {
            case Running running -> claim = stored(running.claim());
            case Waiting waiting -> retry = new Retry(waiting.dueAt());
            case Granted _ -> {}
        }
        return attempt.encode(
                new OpenAttempt(state.attempt(), state.checkpoint().orElse(null), claim, retry));
    }

    /**
     * @param attemptBytes asked for if the action is open
     */
    ActionState decode(byte[] actionBytes, Supplier<byte[]> attemptBytes) {
        return switch (action.decode(actionBytes).getKnown()) {
            case OpenAction open ->
                    open(
                            new Admitted(open.getRequest(), open.getFingerprint()),
                            attempt.decode(attemptBytes.get()));
            case ClosedAction closed ->
                    new Closed(
                            closed.getRequestId(),
                            closed.getFingerprint(),
                            closed.getStatus(),
                            closed.getOutcome());
            default -> throw new IllegalStateException("a stored record is damaged");
        };
    }

    private static Open open(Admitted admitted, OpenAttempt stored) {
        Optional<String> checkpoint = Optional.ofNullable(stored.getCheckpoint());
        if (stored.getClaim() != null) {
            dev.actionbus.state.Claim claim = stored.getClaim();
            return new Running(
                    admitted,
                    stored.getAttempt(),
                    new Claim(
                            claim.getRun(),
                            claim.getMode(),
                            claim.getRetry(),
                            claim.getAnnounced()),
                    checkpoint);
        }
        return stored.getRetry() == null
                ? new Granted(admitted, stored.getAttempt(), checkpoint)
                : new Waiting(
                        admitted, stored.getAttempt(), stored.getRetry().getDueAt(), checkpoint);
    }

    private static dev.actionbus.state.Claim stored(Claim claim) {
        return new dev.actionbus.state.Claim(
                claim.run(), claim.mode(), claim.retry(), claim.announced());
    }
}
