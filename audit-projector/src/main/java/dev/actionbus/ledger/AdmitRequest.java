package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Fingerprint;
import dev.actionbus.action.Identity;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.wire.Translate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A request meets what is known of its action: accepted, duplicate, conflict, or no action at all.
 */
final class AdmitRequest {

    private final Duration lease;
    private final GrantAttempt grant;

    AdmitRequest(Duration lease, GrantAttempt grant) {
        this.lease = lease;
        this.grant = grant;
    }

    Step step(ActionState state, ActionRequested request, Instant now) {
        String fingerprint;
        try {
            fingerprint = check(request);
        } catch (InvalidRequest e) {
            return Step.onRecord(
                    state,
                    new RequestRejected(
                            request.getActionId(),
                            request.getRequestId(),
                            e.code(),
                            String.valueOf(e.getMessage()),
                            now));
        }
        return switch (state) {
            case ActionState.Absent _ -> accept(new Admitted(request, fingerprint), now);
            case ActionState.Open open -> {
                Known known =
                        new Known(
                                open.action().request().getRequestId(),
                                open.action().fingerprint(),
                                open.status(),
                                Optional.empty());
                yield Step.onRecord(state, known.meets(request, fingerprint, now));
            }
            case ActionState.Closed closed -> {
                Known known =
                        new Known(
                                closed.requestId(),
                                closed.fingerprint(),
                                closed.status(),
                                Optional.of(closed.outcome()));
                yield Step.onRecord(state, known.meets(request, fingerprint, now));
            }
        };
    }

    private Step accept(Admitted action, Instant now) {
        Granted granted = Granted.first(action);
        return new Step(
                granted,
                new Timer.Off(),
                List.of(
                        new Output.Event(
                                new ActionAccepted(
                                        action.request(), action.fingerprint(), now, null)),
                        new Output.Grant(grant.of(granted, now))));
    }

    /** The first attempt is claimed where it was granted, and never lies on the tasks topic. */
    Step claimedAtOnce(Granted granted, AttemptStarted start, Instant now) {
        Admitted action = granted.action();
        Claim claim = Claim.of(action.request(), start);
        return new Step(
                granted.start(claim),
                new Timer.At(Ledger.leaseEnd(lease, claim.mode(), now)),
                List.of(
                        new Output.Event(
                                new ActionAccepted(
                                        action.request(),
                                        action.fingerprint(),
                                        now,
                                        start.getRun()))));
    }

    /** Returns the fingerprint of a request that keeps every rule. */
    private static String check(ActionRequested request) {
        Identity identity = Translate.identity(request.getIntent());
        if (!ActionId.of(identity).value().equals(request.getActionId())) {
            throw InvalidRequest.of(
                    "ACTION_ID_MISMATCH", "the action id is not that of the request's identity");
        }
        if (request.getRetry() != null) {
            int attempts = Translate.retry(request.getRetry()).maxAttempts();
            if (request.getMode() == Mode.ONCE && attempts > 1) {
                throw InvalidRequest.of("RETRY_INVALID", "mode once allows one attempt");
            }
        }
        return Fingerprint.of(identity.name(), identity.version(), request.getParams());
    }

    /** The action that exists already. */
    private record Known(
            String requestId, String fingerprint, ActionStatus status, Optional<Outcome> outcome) {

        SpecificRecord meets(ActionRequested request, String other, Instant now) {
            String id = request.getActionId();
            String principal = request.getContext().getPrincipal();
            String story = request.getContext().getCorrelationId();
            return fingerprint.equals(other)
                    ? new DuplicateObserved(
                            id,
                            request.getRequestId(),
                            principal,
                            story,
                            requestId,
                            status,
                            outcome.orElse(null),
                            now)
                    : new ConflictRejected(
                            id, request.getRequestId(), principal, story, other, fingerprint, now);
        }
    }
}
