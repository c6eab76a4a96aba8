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
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionView;
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

    /** The view after an event; empty while the action has not been accepted. */
    static Optional<ActionView> fold(Optional<ActionView> before, SpecificRecord event) {
        return event instanceof ActionAccepted accepted
                ? Optional.of(accept(accepted))
                : before.map(view -> next(view, event));
    }

    private static ActionView accept(ActionAccepted event) {
        return new ActionView(
                event.getRequest(),
                event.getFingerprint(),
                event.getAt(),
                ActionStatus.ADMITTED,
                List.of(new AttemptView(1, null, "GRANTED", null, event.getAt())),
                null,
                new ActionCounts(0, 0, 0));
    }

    private static ActionView next(ActionView view, SpecificRecord event) {
        return switch (event) {
            case DuplicateObserved _ -> counted(view, 1, 0, 0);
            case ConflictRejected _ -> counted(view, 0, 1, 0);
            case LateStart _, LateReport _ -> counted(view, 0, 0, 1);
            case AttemptGranted e ->
                    at(
                            view,
                            ActionStatus.WAITING,
                            new AttemptView(e.getAttempt(), null, "GRANTED", null, e.getAt()));
            case AttemptStarted e ->
                    at(
                            view,
                            ActionStatus.RUNNING,
                            attempt(
                                    e.getAttempt(),
                                    e.getRun(),
                                    "RUNNING",
                                    null,
                                    view.getAcceptedAt()));
            case AttemptLost e ->
                    at(
                            view,
                            ActionStatus.WAITING,
                            attempt(e.getAttempt(), e.getRun(), "LOST", null, e.getAt()));
            case RetryScheduled e ->
                    at(
                            view,
                            ActionStatus.WAITING,
                            attempt(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt()));
            case ActionCompleted e ->
                    end(
                            view,
                            ActionStatus.COMPLETED,
                            attempt(e.getAttempt(), e.getRun(), "COMPLETED", null, e.getAt()),
                            new Outcome(e.getAttempt(), e.getResult(), null, e.getAt()));
            case ActionFailed e ->
                    end(
                            view,
                            ActionStatus.FAILED,
                            attempt(e.getAttempt(), e.getRun(), "FAILED", e.getError(), e.getAt()),
                            new Outcome(e.getAttempt(), null, e.getError(), e.getAt()));
            case ActionCancelled e ->
                    end(
                            view,
                            ActionStatus.CANCELLED,
                            attempt(e.getAttempt(), null, "CANCELLED", null, e.getAt()),
                            new Outcome(
                                    e.getAttempt(),
                                    null,
                                    new ErrorDetail("CANCELLED", e.getReason(), false, null),
                                    e.getAt()));
            case OutcomeUnknown e ->
                    end(
                            view,
                            ActionStatus.UNKNOWN,
                            attempt(e.getAttempt(), e.getRun(), "UNKNOWN", null, e.getAt()),
                            new Outcome(e.getAttempt(), null, null, e.getAt()));
            default -> view;
        };
    }

    private static AttemptView attempt(
            int number, @Nullable Run run, String ending, @Nullable ErrorDetail error, Instant at) {
        return new AttemptView(number, run, ending, error, at);
    }

    private static ActionView counted(ActionView view, int duplicates, int conflicts, int late) {
        ActionCounts counts = view.getCounts();
        return new ActionView(
                view.getRequest(),
                view.getFingerprint(),
                view.getAcceptedAt(),
                view.getStatus(),
                view.getAttempts(),
                view.getOutcome(),
                new ActionCounts(
                        counts.getDuplicates() + duplicates,
                        counts.getConflicts() + conflicts,
                        counts.getLate() + late));
    }

    private static ActionView at(ActionView view, ActionStatus status, AttemptView attempt) {
        return new ActionView(
                view.getRequest(),
                view.getFingerprint(),
                view.getAcceptedAt(),
                status,
                with(view.getAttempts(), attempt),
                view.getOutcome(),
                view.getCounts());
    }

    private static ActionView end(
            ActionView view, ActionStatus status, AttemptView last, Outcome outcome) {
        return new ActionView(
                view.getRequest(),
                view.getFingerprint(),
                view.getAcceptedAt(),
                status,
                with(view.getAttempts(), last),
                outcome,
                view.getCounts());
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
