package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Fingerprint;
import dev.actionbus.action.Identity;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.Turn;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.Run;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Course;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.wire.Translate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A request meets what is known of its action: accepted, duplicate, conflict, or no action at all.
 */
final class AdmitRequest {

    private final DueTimes due;
    private final GrantAttempt grant;
    private final Plans plans;

    AdmitRequest(DueTimes due, GrantAttempt grant, Plans plans) {
        this.plans = plans;
        this.due = due;
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
            case ActionState.Absent _ ->
                    accept(new Admitted(request, fingerprint, Round.first(now)), now);
            case Open open -> Step.onRecord(state, Known.of(open).meets(request, fingerprint, now));
            case Closed closed ->
                    Step.onRecord(state, Known.of(closed).meets(request, fingerprint, now));
            case Released released -> anew(released, request, fingerprint, now);
        };
    }

    /** The submission that began the round before does not begin another when it comes again. */
    private Step anew(Released released, ActionRequested request, String fingerprint, Instant now) {
        Closed before = released.closed();
        if (before.requestId().equals(request.getRequestId())) {
            return Step.onRecord(released, Known.of(before).meets(request, fingerprint, now));
        }
        Round round =
                new Round(
                        before.past().round() + 1,
                        now,
                        new Round.Spent(before.outcome().getAttempt(), 0),
                        false,
                        before.past().orders());
        return accept(new Admitted(request, fingerprint, round), now);
    }

    private Step accept(Admitted action, Instant now) {
        List<Output> told =
                List.of(
                        new Output.Event(
                                new ActionAccepted(
                                        action.request(),
                                        action.fingerprint(),
                                        now,
                                        null,
                                        0,
                                        action.round().number())));
        Course course = Course.after(action.round().spent().before());
        Optional<Instant> runAt =
                Optional.ofNullable(action.request().getTiming())
                        .map(Timing::getRunAt)
                        .filter(now::isBefore);
        if (runAt.isEmpty()) {
            Queued ready = new Queued(action, course, Optional.empty());
            return tellTogether(grant.next(ready, told, now));
        }
        Waiting waiting = new Waiting(action, course, runAt.get(), Optional.empty());
        return new Step(waiting, due.timer(waiting, now), told);
    }

    /** The first grant is told by the acceptance that it comes with. */
    static Step tellTogether(Step step) {
        if (!(step.outputs().getFirst() instanceof Output.Event(ActionAccepted accepted))) {
            return step;
        }
        return switch (step.state()) {
            case Granted granted -> accepting(step, granted, accepted, Optional.empty());
            case Steering run -> accepting(step, run, accepted, Optional.of(run.run()));
            default -> step;
        };
    }

    /** The first attempt is claimed where it was granted, and never lies on the tasks topic. */
    Step claimedAtOnce(Step admission, Granted granted, AttemptStarted start, Instant now) {
        if (!(admission.outputs().getFirst() instanceof Output.Event(ActionAccepted accepted))) {
            throw new IllegalArgumentException("nothing is accepted: " + admission);
        }
        Running running = granted.start(Claim.of(granted.action().request(), start));
        Step told = accepting(admission, granted, accepted, Optional.of(start.getRun()));
        return new Step(
                running,
                due.timer(running, now),
                told.outputs().stream().filter(it -> !(it instanceof Output.Grant)).toList());
    }

    private static Step accepting(
            Step step, Open begun, ActionAccepted accepted, Optional<Run> claimed) {
        Output acceptance =
                new Output.Event(
                        new ActionAccepted(
                                accepted.getRequest(),
                                accepted.getFingerprint(),
                                accepted.getAt(),
                                claimed.orElse(null),
                                begun.attempt(),
                                accepted.getRound()));
        List<Output> outputs = new ArrayList<>(step.outputs());
        outputs.removeIf(AdmitRequest::isOfFirstAttempt);
        outputs.set(0, acceptance);
        return new Step(step.state(), step.timer(), outputs);
    }

    private static boolean isOfFirstAttempt(Output output) {
        return output instanceof Output.Event(AttemptGranted _)
                || output instanceof Output.Event(AttemptStarted _);
    }

    /** Returns the fingerprint of a request that keeps every rule. */
    private String check(ActionRequested request) {
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
        var unused = Translate.timing(request.getTiming());
        Turn turn = new Turn(Optional.ofNullable(request.getLane()), request.getPriority());
        if (turn.lane().isPresent() && !turn.lane().equals(identity.partitionKey())) {
            throw InvalidRequest.of("LANE_INVALID", "a lane is the partition key as well");
        }
        Optional<String> definition = Optional.ofNullable(request.getDefinition());
        definition.ifPresent(plans::require);
        if (definition.isPresent() && identity.partitionKey().isEmpty()) {
            throw InvalidRequest.of(
                    "PARTITION_KEY_MISSING", "a run has a partition key: its steps lie with it");
        }
        return Fingerprint.of(identity.name(), identity.version(), request.getParams(), definition);
    }

    /** The action that exists already. */
    private record Known(
            String requestId, String fingerprint, ActionStatus status, Optional<Outcome> outcome) {

        static Known of(Open open) {
            return new Known(
                    open.action().request().getRequestId(),
                    open.action().fingerprint(),
                    open.status(),
                    Optional.empty());
        }

        static Known of(Closed closed) {
            return new Known(
                    closed.requestId(),
                    closed.fingerprint(),
                    closed.status(),
                    Optional.of(closed.outcome()));
        }

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
