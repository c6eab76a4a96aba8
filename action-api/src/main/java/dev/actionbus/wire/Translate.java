package dev.actionbus.wire;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Identity;
import dev.actionbus.action.Mode;
import dev.actionbus.action.Order;
import dev.actionbus.action.Origin;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.action.Timing;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.Context;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Intent;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.SignalSent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Between the words of the API and the records on Kafka. */
public final class Translate {

    private Translate() {}

    public static ActionRequested toRecord(ActionRequest request, String requestId, Instant now) {
        String id = request.id().value();
        return new ActionRequested(
                requestId,
                id,
                toRecord(request.identity()),
                request.params(),
                request.handling().mode().map(Translate::toRecord).orElse(null),
                request.handling().retry().map(Translate::toRecord).orElse(null),
                toRecord(request.origin(), id),
                toRecords(request.data().inputs()),
                toRecords(request.data().outputs()),
                now,
                toRecord(request.timing()),
                request.turn().lane().orElse(null),
                request.turn().priority(),
                request.handling().definition().orElse(null));
    }

    public static SpecificRecord toRecord(Order order, Instant now) {
        String id = order.actionId().value();
        String requestId = order.requestId();
        String by = order.principal();
        return switch (order.kind()) {
            case CANCEL -> new CancelRequested(id, requestId, by, order.reason(), now);
            case RETRY -> new RetryRequested(id, requestId, by, order.reason(), now);
            case REDRIVE -> new RedriveRequested(id, requestId, by, order.reason(), now);
            case RELEASE_KEY -> new KeyReleaseRequested(id, requestId, by, order.reason(), now);
            case RESUME -> resume((Order.Detail.Resume) order.detail(), order, now);
            case SIGNAL -> signal((Order.Detail.Word) order.detail(), order, now);
        };
    }

    private static ResumeRequested resume(Order.Detail.Resume how, Order order, Instant now) {
        return new ResumeRequested(
                order.actionId().value(),
                order.requestId(),
                order.principal(),
                order.reason(),
                how.fromStep().orElse(null),
                how.definition().orElse(null),
                now);
    }

    private static SignalSent signal(Order.Detail.Word word, Order order, Instant now) {
        return new SignalSent(
                order.actionId().value(),
                order.requestId(),
                order.principal(),
                order.reason(),
                word.name(),
                word.approved().orElse(null),
                word.payload().orElse(null),
                now);
    }

    public static dev.actionbus.event.Mode toRecord(Mode mode) {
        return dev.actionbus.event.Mode.valueOf(mode.name());
    }

    public static dev.actionbus.event.RetryPolicy toRecord(RetryPolicy retry) {
        return new dev.actionbus.event.RetryPolicy(
                retry.maxAttempts(),
                retry.backoff().toMillis(),
                retry.factor(),
                retry.maxBackoff().toMillis(),
                retry.jitter(),
                retry.nonRetryable(),
                retry.exhaustion().totalTimeout().map(Duration::toMillis).orElse(null),
                retry.exhaustion().pause());
    }

    private static dev.actionbus.event.@Nullable Timing toRecord(Timing timing) {
        return timing.equals(Timing.NONE)
                ? null
                : new dev.actionbus.event.Timing(
                        timing.runAt().orElse(null),
                        timing.startBy().orElse(null),
                        timing.deadline().orElse(null),
                        timing.attemptTimeout().map(Duration::toMillis).orElse(null));
    }

    public static ErrorDetail toRecord(ActionError error) {
        return new ErrorDetail(
                error.code(), error.message(), error.retryable(), error.details().orElse(null));
    }

    public static List<DataSet> toRecords(List<DataRef> data) {
        return data.stream()
                .map(d ->
                        new DataSet(
                                d.namespace(),
                                d.name(),
                                d.version().orElse(null),
                                d.digest().orElse(null)))
                .toList();
    }

    /**
     * @throws dev.actionbus.action.InvalidRequest the record breaks a rule
     */
    public static Identity identity(Intent intent) {
        return new Identity(
                intent.getTenant(),
                intent.getName(),
                intent.getVersion(),
                new IdempotencyKey(intent.getIdempotencyKey()),
                Optional.ofNullable(intent.getPartitionKey()));
    }

    /**
     * @throws dev.actionbus.action.InvalidRequest the record breaks a rule
     */
    public static RetryPolicy retry(dev.actionbus.event.RetryPolicy retry) {
        return new RetryPolicy(
                retry.getMaxAttempts(),
                Duration.ofMillis(retry.getBackoffMillis()),
                retry.getFactor(),
                Duration.ofMillis(retry.getMaxBackoffMillis()),
                retry.getJitter(),
                retry.getNonRetryable(),
                new RetryPolicy.Exhaustion(
                        Optional.ofNullable(retry.getTotalTimeoutMillis()).map(Duration::ofMillis),
                        retry.getPauseWhenExhausted()));
    }

    /**
     * @throws dev.actionbus.action.InvalidRequest the record breaks a rule
     */
    public static Timing timing(dev.actionbus.event.@Nullable Timing timing) {
        return timing == null
                ? Timing.NONE
                : new Timing(
                        Optional.ofNullable(timing.getRunAt()),
                        Optional.ofNullable(timing.getStartBy()),
                        Optional.ofNullable(timing.getDeadline()),
                        Optional.ofNullable(timing.getAttemptTimeoutMillis())
                                .map(Duration::ofMillis));
    }

    /** The outcome a terminal event tells of; empty for every other event. */
    public static Optional<ActionOutcome> outcome(SpecificRecord event) {
        if (event instanceof ActionCompleted e) {
            return Optional.of(
                    new ActionOutcome.Completed(
                            new ActionId(e.getActionId()), e.getAttempt(), e.getResult()));
        }
        if (event instanceof ActionFailed e) {
            return Optional.of(
                    new ActionOutcome.Failed(
                            new ActionId(e.getActionId()), e.getAttempt(), error(e.getError())));
        }
        if (event instanceof ActionCancelled e) {
            return Optional.of(
                    new ActionOutcome.Cancelled(new ActionId(e.getActionId()), e.getReason()));
        }
        if (event instanceof OutcomeUnknown e) {
            return Optional.of(
                    new ActionOutcome.Unknown(new ActionId(e.getActionId()), e.getAttempt()));
        }
        return Optional.empty();
    }

    /** The outcome a duplicate is told. */
    public static ActionOutcome outcome(ActionId id, ActionStatus status, Outcome outcome) {
        return switch (status) {
            case COMPLETED ->
                    new ActionOutcome.Completed(id, outcome.getAttempt(), outcome.getResult());
            case FAILED ->
                    new ActionOutcome.Failed(id, outcome.getAttempt(), error(outcome.getError()));
            case CANCELLED -> new ActionOutcome.Cancelled(id, outcome.getError().getMessage());
            case UNKNOWN -> new ActionOutcome.Unknown(id, outcome.getAttempt());
            case ADMITTED, QUEUED, RUNNING, SUSPENDED, WAITING, PAUSED ->
                    throw new IllegalArgumentException(status + " is not the end of an action");
        };
    }

    public static ActionError error(ErrorDetail error) {
        return new ActionError(
                error.getCode(),
                error.getMessage(),
                error.getRetryable(),
                Optional.ofNullable(error.getDetails()));
    }

    private static Intent toRecord(Identity identity) {
        return new Intent(
                identity.tenant(),
                identity.name(),
                identity.version(),
                identity.key().value(),
                identity.partitionKey().orElse(null));
    }

    private static Context toRecord(Origin origin, String actionId) {
        return new Context(
                origin.principal(),
                origin.correlationId().orElse(actionId),
                origin.causationId().orElse(null),
                origin.traceparent().orElse(null),
                origin.workflow().map(Origin.WorkflowStep::runId).orElse(null),
                origin.workflow().map(Origin.WorkflowStep::step).orElse(null),
                origin.labels());
    }
}
