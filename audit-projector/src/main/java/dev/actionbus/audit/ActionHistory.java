package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Run;
import dev.actionbus.event.RunResumed;
import dev.actionbus.event.Timing;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import dev.actionbus.state.Awaits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Folds the events of one action into its view. Pure: the same events, the same view. */
final class ActionHistory {

    private ActionHistory() {}

    /** Nothing was said about it but what its progress shows. */
    static final ActionCounts NOTHING = new ActionCounts(0, 0, 0);

    /** Whether an event only adds to the counts of an action. */
    static boolean isCounted(SpecificRecord event) {
        return event instanceof DuplicateObserved
                || event instanceof ConflictRejected
                || event instanceof LateStart
                || event instanceof LateReport;
    }

    /** The view after an event; empty while the action has not been accepted. */
    static Optional<ActionView> fold(Optional<ActionView> before, SpecificRecord event) {
        if (event instanceof ActionAccepted accepted) {
            ActionView fresh = ActionView.of(accepted);
            return Optional.of(
                    before.map(view ->
                                    new ActionView(
                                            fresh.accepted(),
                                            next(view.progress(), event),
                                            view.counts()))
                            .orElse(fresh));
        }
        return before.map(view ->
                new ActionView(
                        view.accepted(),
                        next(view.progress(), event),
                        count(view.counts(), event)));
    }

    static ActionProgress begin(AcceptedAction action) {
        return begin(
                List.of(),
                new ActionAccepted(
                        action.getRequest(),
                        action.getFingerprint(),
                        action.getAcceptedAt(),
                        action.getClaimed(),
                        action.getAttempt(),
                        action.getRound()));
    }

    static ActionCounts count(ActionCounts counts, SpecificRecord event) {
        return switch (event) {
            case DuplicateObserved _ -> plus(counts, 1, 0, 0);
            case ConflictRejected _ -> plus(counts, 0, 1, 0);
            case LateStart _, LateReport _ -> plus(counts, 0, 0, 1);
            default -> counts;
        };
    }

    static ActionProgress next(ActionProgress before, SpecificRecord event) {
        HistoryStep step = new HistoryStep(before);
        return switch (event) {
            case ActionAccepted e -> begin(before.getAttempts(), e);
            case ActionQueued e -> step.to(ActionStatus.QUEUED, new Awaits(null, e.getLimit()));
            case AttemptGranted e -> step.granted(e.getAttempt(), e.getAt());
            case AttemptStarted e ->
                    step.attempt(e.getAttempt(), e.getRun(), "RUNNING", null)
                            .to(ActionStatus.RUNNING, null);
            case AttemptProgressed e -> step.said(e);
            case AttemptSuspended e ->
                    step.attempt(e.getAttempt(), null, "SUSPENDED", null)
                            .to(ActionStatus.SUSPENDED, new Awaits(e.getUntil(), null));
            case AttemptLost e ->
                    step.ended(e.getAttempt(), e.getRun(), "LOST", null, e.getAt())
                            .to(ActionStatus.WAITING, null);
            case RetryScheduled e ->
                    step.ended(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt())
                            .to(ActionStatus.WAITING, new Awaits(e.getDueAt(), null));
            case ActionPaused e ->
                    step.ended(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt())
                            .to(ActionStatus.PAUSED, null);
            case ActionCompleted e ->
                    step.ended(e.getAttempt(), e.getRun(), "COMPLETED", null, e.getAt())
                            .end(
                                    ActionStatus.COMPLETED,
                                    new Outcome(e.getAttempt(), e.getResult(), null, e.getAt()));
            case ActionFailed e ->
                    step.ended(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt())
                            .end(
                                    ActionStatus.FAILED,
                                    new Outcome(e.getAttempt(), null, e.getError(), e.getAt()));
            case ActionCancelled e ->
                    step.ended(e.getAttempt(), null, "CANCELLED", null, e.getAt())
                            .end(
                                    ActionStatus.CANCELLED,
                                    new Outcome(
                                            e.getAttempt(),
                                            null,
                                            new ErrorDetail(
                                                    "CANCELLED", e.getReason(), false, null),
                                            e.getAt()));
            case OutcomeUnknown e ->
                    step.ended(e.getAttempt(), e.getRun(), "UNKNOWN", null, e.getAt())
                            .end(
                                    ActionStatus.UNKNOWN,
                                    new Outcome(e.getAttempt(), null, null, e.getAt()));
            case ActionRedriven e -> step.redriven(e.getRound());
            case RunResumed e -> step.redriven(e.getRound());
            case KeyReleased _ -> step.released();
            default -> before;
        };
    }

    /** A round that begins with a request. */
    private static ActionProgress begin(List<AttemptView> earlier, ActionAccepted event) {
        Timing timing = event.getRequest().getTiming();
        if (event.getAttempt() == 0) {
            Instant runAt = timing == null ? null : timing.getRunAt();
            return new ActionProgress(
                    ActionStatus.WAITING,
                    earlier,
                    null,
                    event.getRound(),
                    runAt == null ? null : new Awaits(runAt, null),
                    null,
                    false);
        }
        Run run = event.getClaimed();
        AttemptView first =
                new AttemptView(
                        event.getAttempt(),
                        run,
                        run == null ? "GRANTED" : "RUNNING",
                        null,
                        event.getAt());
        return new ActionProgress(
                run == null ? ActionStatus.ADMITTED : ActionStatus.RUNNING,
                HistoryStep.and(earlier, first),
                null,
                event.getRound(),
                null,
                null,
                false);
    }

    private static ActionCounts plus(ActionCounts counts, int duplicates, int conflicts, int late) {
        return new ActionCounts(
                counts.getDuplicates() + duplicates,
                counts.getConflicts() + conflicts,
                counts.getLate() + late);
    }
}
