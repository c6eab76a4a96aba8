package dev.actionbus.audit.check;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.RunResumed;
import dev.actionbus.event.SignalSent;
import dev.actionbus.event.StepChanged;
import dev.actionbus.event.Undecodable;
import org.apache.avro.specific.SpecificRecord;

/** What an event says became of the record, or of the timer, that caused it. */
enum ReconcileTrace {
    ACCEPTED(Place.BIRTH),
    DUPLICATE(Place.EVIDENCE),
    CONFLICT(Place.EVIDENCE),
    REJECTED(Place.ANYWHERE),
    MISROUTED(Place.ANYWHERE),
    UNREADABLE(Place.OUTSIDE),
    CANCELLED(Place.END),
    IGNORED(Place.ANYWHERE),
    RETRIED(Place.LIFE),
    REDRIVEN(Place.REOPENING),
    RESUMED(Place.REOPENING),
    SIGNALLED(Place.LIFE),
    STEP(Place.LIFE),
    RELEASED(Place.RELEASE),
    QUEUED(Place.LIFE),
    STARTED(Place.LIFE),
    PROGRESSED(Place.LIFE),
    SUSPENDED(Place.LIFE),
    PAUSED(Place.LIFE),
    RETRY(Place.LIFE),
    COMPLETED(Place.END),
    /** By the ledger itself. */
    RUN_COMPLETED(Place.END),
    FAILED(Place.END),
    LATE(Place.EVIDENCE),
    ORPHAN(Place.BEFORE_BIRTH),
    GRANTED(Place.LIFE),
    LOST(Place.LIFE),
    UNKNOWN(Place.END);

    /** Where in the story of an action it may stand. */
    enum Place {
        BEFORE_BIRTH,
        BIRTH,
        LIFE,
        END,
        /** A new round of an action that ended without a result. */
        REOPENING,
        /** After it the action may be born once more. */
        RELEASE,
        /** From the birth on, also after the end. */
        EVIDENCE,
        ANYWHERE,
        /** Belongs to no action. */
        OUTSIDE
    }

    private static final String LEDGER = "ledger";

    private final Place place;

    ReconcileTrace(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    static ReconcileTrace of(SpecificRecord event) {
        return switch (event) {
            case ActionAccepted _ -> ACCEPTED;
            case DuplicateObserved _ -> DUPLICATE;
            case ConflictRejected _ -> CONFLICT;
            case RequestRejected _ -> REJECTED;
            case Misrouted _ -> MISROUTED;
            case Undecodable _ -> UNREADABLE;
            case ActionCancelled _ -> CANCELLED;
            case ControlIgnored _ -> IGNORED;
            case RetryRequested _ -> RETRIED;
            case ActionRedriven _ -> REDRIVEN;
            case RunResumed _ -> RESUMED;
            case SignalSent _ -> SIGNALLED;
            case StepChanged _ -> STEP;
            case KeyReleased _ -> RELEASED;
            case ActionQueued _ -> QUEUED;
            case AttemptProgressed _ -> PROGRESSED;
            case AttemptSuspended _ -> SUSPENDED;
            case ActionPaused _ -> PAUSED;
            case AttemptStarted _ -> STARTED;
            case RetryScheduled _ -> RETRY;
            case ActionCompleted it ->
                    it.getRun().getExecutor().equals(LEDGER) ? RUN_COMPLETED : COMPLETED;
            case ActionFailed _ -> FAILED;
            case LateStart _, LateReport _ -> LATE;
            case OrphanReport _ -> ORPHAN;
            case AttemptGranted _ -> GRANTED;
            case AttemptLost _ -> LOST;
            case OutcomeUnknown _ -> UNKNOWN;
            default -> throw new IllegalArgumentException("not an event: " + event.getSchema());
        };
    }
}
