package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Run;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Folds the events of one action into its view. Pure: the same events, the same view. */
final class ActionHistory {

    /** Older attempts than these are only in the event log. */
    private static final int ATTEMPTS_KEPT = 100;

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
        return event instanceof ActionAccepted accepted
                ? Optional.of(ActionView.of(accepted))
                : before.map(view ->
                        new ActionView(
                                view.accepted(),
                                next(view.progress(), event),
                                count(view.counts(), event)));
    }

    static ActionProgress begin(AcceptedAction action) {
        Run run = action.getClaimed();
        return new ActionProgress(
                run == null ? ActionStatus.ADMITTED : ActionStatus.RUNNING,
                List.of(
                        attempt(
                                1,
                                run,
                                run == null ? "GRANTED" : "RUNNING",
                                null,
                                action.getAcceptedAt())),
                null);
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
        return switch (event) {
            case AttemptGranted e ->
                    at(
                            before,
                            ActionStatus.WAITING,
                            new AttemptView(e.getAttempt(), null, "GRANTED", null, e.getAt()));
            case AttemptStarted e ->
                    at(
                            before,
                            ActionStatus.RUNNING,
                            attempt(
                                    e.getAttempt(),
                                    e.getRun(),
                                    "RUNNING",
                                    null,
                                    before.getAttempts().getLast().getAt()));
            case AttemptLost e ->
                    at(
                            before,
                            ActionStatus.WAITING,
                            attempt(e.getAttempt(), e.getRun(), "LOST", null, e.getAt()));
            case RetryScheduled e ->
                    at(
                            before,
                            ActionStatus.WAITING,
                            attempt(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt()));
            case ActionCompleted e ->
                    end(
                            before,
                            ActionStatus.COMPLETED,
                            attempt(e.getAttempt(), e.getRun(), "COMPLETED", null, e.getAt()),
                            new Outcome(e.getAttempt(), e.getResult(), null, e.getAt()));
            case ActionFailed e ->
                    end(
                            before,
                            ActionStatus.FAILED,
                            attempt(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt()),
                            new Outcome(e.getAttempt(), null, e.getError(), e.getAt()));
            case ActionCancelled e ->
                    end(
                            before,
                            ActionStatus.CANCELLED,
                            attempt(e.getAttempt(), null, "CANCELLED", null, e.getAt()),
                            new Outcome(
                                    e.getAttempt(),
                                    null,
                                    new ErrorDetail("CANCELLED", e.getReason(), false, null),
                                    e.getAt()));
            case OutcomeUnknown e ->
                    end(
                            before,
                            ActionStatus.UNKNOWN,
                            attempt(e.getAttempt(), e.getRun(), "UNKNOWN", null, e.getAt()),
                            new Outcome(e.getAttempt(), null, null, e.getAt()));
            default -> before;
        };
    }

    private static AttemptView attempt(
            int number, @Nullable Run run, String ending, @Nullable ErrorDetail error, Instant at) {
        return new AttemptView(number, run, ending, error, at);
    }

    private static ActionCounts plus(ActionCounts counts, int duplicates, int conflicts, int late) {
        return new ActionCounts(
                counts.getDuplicates() + duplicates,
                counts.getConflicts() + conflicts,
                counts.getLate() + late);
    }

    private static ActionProgress at(
            ActionProgress before, ActionStatus status, AttemptView attempt) {
        return new ActionProgress(status, with(before.getAttempts(), attempt), before.getOutcome());
    }

    private static ActionProgress end(
            ActionProgress before, ActionStatus status, AttemptView last, Outcome outcome) {
        return new ActionProgress(status, with(before.getAttempts(), last), outcome);
    }

    /** The newest word about an attempt takes the place of the older one. */
    private static List<AttemptView> with(List<AttemptView> attempts, AttemptView newest) {
        List<AttemptView> all = new ArrayList<>(attempts);
        if (!all.isEmpty() && all.getLast().getAttempt() == newest.getAttempt()) {
            all.removeLast();
        }
        all.add(newest);
        return all.size() > ATTEMPTS_KEPT ? all.subList(1, all.size()) : all;
    }
}
