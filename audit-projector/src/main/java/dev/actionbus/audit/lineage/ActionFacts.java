package dev.actionbus.audit.lineage;

import dev.actionbus.action.DataRef;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.Context;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.RunResumed;
import dev.actionbus.wire.EventId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What lineage knows of one action.
 *
 * @param actionId the action
 * @param job what kind of action it is
 * @param origin what it belongs to
 * @param status where it stands
 * @param times on the ledger's clock
 * @param inputs data sets it said it reads
 * @param outputs data sets the outcome names, or else those it said it makes
 */
public record ActionFacts(
        String actionId,
        Job job,
        Origin origin,
        ActionStatus status,
        Times times,
        List<DataRef> inputs,
        List<DataRef> outputs) {

    public ActionFacts {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A kind of action.
     *
     * @param version the handler version asked for
     */
    public record Job(String tenant, String name, int version) {}

    /**
     * What an action belongs to.
     *
     * @param correlationId its story; its own id when it has none
     * @param causationId what directly caused it, if that was said: an event, or an action
     * @param runId workflow run, if any
     * @param step step of that run
     */
    public record Origin(
            String correlationId,
            Optional<String> causationId,
            Optional<String> runId,
            Optional<String> step) {

        /** The action that caused it, or whose event did. */
        Optional<String> cause() {
            return causationId.map(text -> EventId.parse(text).actionId().orElse(text));
        }
    }

    /**
     * @param endedAt empty while it is open
     */
    public record Times(Instant acceptedAt, Optional<Instant> endedAt) {}

    /** The facts of a request that has just been accepted. */
    public static ActionFacts of(ActionRequested request, Instant acceptedAt) {
        Context context = request.getContext();
        return new ActionFacts(
                request.getActionId(),
                new Job(
                        request.getIntent().getTenant(),
                        request.getIntent().getName(),
                        request.getIntent().getVersion()),
                new Origin(
                        context.getCorrelationId(),
                        Optional.ofNullable(context.getCausationId()),
                        Optional.ofNullable(context.getRunId()),
                        Optional.ofNullable(context.getStep())),
                ActionStatus.ADMITTED,
                new Times(acceptedAt, Optional.empty()),
                refs(request.getInputs()),
                refs(request.getOutputs()));
    }

    static ActionFacts of(ActionAccepted event) {
        ActionStatus status =
                event.getClaimed() == null ? ActionStatus.ADMITTED : ActionStatus.RUNNING;
        return of(event.getRequest(), event.getAt())
                .at(
                        event.getAttempt() == 0 ? ActionStatus.WAITING : status,
                        Optional.empty(),
                        List.of());
    }

    /** The facts after an event of the action; most events change nothing. */
    ActionFacts after(SpecificRecord event) {
        return switch (event) {
            case AttemptGranted e ->
                    at(
                            e.getAttempt() == 1 ? ActionStatus.ADMITTED : ActionStatus.WAITING,
                            times.endedAt(),
                            outputs);
            case AttemptLost _, RetryScheduled _ ->
                    at(ActionStatus.WAITING, times.endedAt(), outputs);
            case ActionQueued _ -> at(ActionStatus.QUEUED, times.endedAt(), outputs);
            case AttemptSuspended _ -> at(ActionStatus.SUSPENDED, times.endedAt(), outputs);
            case ActionPaused _ -> at(ActionStatus.PAUSED, times.endedAt(), outputs);
            case ActionRedriven _, RunResumed _ ->
                    at(ActionStatus.WAITING, Optional.empty(), outputs);
            case AttemptStarted _ -> at(ActionStatus.RUNNING, times.endedAt(), outputs);
            case ActionCompleted e -> at(ActionStatus.COMPLETED, e.getAt(), refs(e.getOutputs()));
            case ActionFailed e -> at(ActionStatus.FAILED, e.getAt(), List.of());
            case ActionCancelled e -> at(ActionStatus.CANCELLED, e.getAt(), List.of());
            case OutcomeUnknown e -> at(ActionStatus.UNKNOWN, e.getAt(), List.of());
            default -> this;
        };
    }

    /**
     * The facts of the action further on.
     *
     * @param made data sets the outcome names; empty: it names none
     */
    public ActionFacts at(ActionStatus now, Optional<Instant> endedAt, List<DataRef> made) {
        return new ActionFacts(
                actionId,
                job,
                origin,
                now,
                new Times(times.acceptedAt(), endedAt),
                inputs,
                made.isEmpty() ? outputs : made);
    }

    private ActionFacts at(ActionStatus now, Instant endedAt, List<DataRef> made) {
        return at(now, Optional.of(endedAt), made);
    }

    /** What it reads, each once. */
    List<DataSetId> reads() {
        return inputs.stream().map(DataSetId::of).distinct().sorted().toList();
    }

    /** What it makes, each once: nothing if it is known to have made nothing. */
    List<DataSetId> makes() {
        return switch (status) {
            case FAILED, CANCELLED -> List.of();
            case ADMITTED, QUEUED, RUNNING, SUSPENDED, WAITING, PAUSED, COMPLETED, UNKNOWN ->
                    outputs.stream().map(DataSetId::of).distinct().sorted().toList();
        };
    }

    /** The story it shares with others. */
    Optional<String> story() {
        return Optional.of(origin.correlationId()).filter(story -> !story.equals(actionId));
    }

    static List<DataRef> refs(List<DataSet> sets) {
        return sets.stream()
                .map(set ->
                        new DataRef(
                                set.getNamespace(),
                                set.getName(),
                                Optional.ofNullable(set.getVersion()),
                                Optional.ofNullable(set.getDigest())))
                .toList();
    }
}
