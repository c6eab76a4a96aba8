package dev.actionbus.audit.check;

import static dev.actionbus.audit.check.ReconcileTrace.ACCEPTED;
import static dev.actionbus.audit.check.ReconcileTrace.CANCELLED;
import static dev.actionbus.audit.check.ReconcileTrace.COMPLETED;
import static dev.actionbus.audit.check.ReconcileTrace.CONFLICT;
import static dev.actionbus.audit.check.ReconcileTrace.DUPLICATE;
import static dev.actionbus.audit.check.ReconcileTrace.FAILED;
import static dev.actionbus.audit.check.ReconcileTrace.GRANTED;
import static dev.actionbus.audit.check.ReconcileTrace.IGNORED;
import static dev.actionbus.audit.check.ReconcileTrace.LATE;
import static dev.actionbus.audit.check.ReconcileTrace.LOST;
import static dev.actionbus.audit.check.ReconcileTrace.MISROUTED;
import static dev.actionbus.audit.check.ReconcileTrace.ORPHAN;
import static dev.actionbus.audit.check.ReconcileTrace.PAUSED;
import static dev.actionbus.audit.check.ReconcileTrace.PROGRESSED;
import static dev.actionbus.audit.check.ReconcileTrace.QUEUED;
import static dev.actionbus.audit.check.ReconcileTrace.REDRIVEN;
import static dev.actionbus.audit.check.ReconcileTrace.REJECTED;
import static dev.actionbus.audit.check.ReconcileTrace.RELEASED;
import static dev.actionbus.audit.check.ReconcileTrace.RESUMED;
import static dev.actionbus.audit.check.ReconcileTrace.RETRIED;
import static dev.actionbus.audit.check.ReconcileTrace.RETRY;
import static dev.actionbus.audit.check.ReconcileTrace.RUN_COMPLETED;
import static dev.actionbus.audit.check.ReconcileTrace.SIGNALLED;
import static dev.actionbus.audit.check.ReconcileTrace.STARTED;
import static dev.actionbus.audit.check.ReconcileTrace.STEP;
import static dev.actionbus.audit.check.ReconcileTrace.SUSPENDED;
import static dev.actionbus.audit.check.ReconcileTrace.UNKNOWN;
import static dev.actionbus.audit.check.ReconcileTrace.UNREADABLE;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.SignalSent;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What the ledger reads, and which events each may leave. */
enum ReconcileKind {
    REQUEST(ACCEPTED, DUPLICATE, CONFLICT, REJECTED, MISROUTED, UNREADABLE),
    CANCEL(CANCELLED, IGNORED, UNREADABLE),
    RETRY_ORDER(RETRIED, IGNORED, UNREADABLE),
    REDRIVE(REDRIVEN, IGNORED, UNREADABLE),
    KEY_RELEASE(RELEASED, IGNORED, UNREADABLE),
    RESUME(RESUMED, IGNORED, UNREADABLE),
    SIGNAL(SIGNALLED, IGNORED, UNREADABLE),
    START(LATE, ORPHAN, UNREADABLE),
    HEARTBEAT(STARTED, PROGRESSED, LATE, ORPHAN, UNREADABLE),
    SUSPENSION(STARTED, SUSPENDED, LATE, ORPHAN, UNREADABLE),
    SUCCESS(COMPLETED, LATE, ORPHAN, UNREADABLE),
    FAILURE(FAILED, RETRY, PAUSED, LATE, ORPHAN, UNREADABLE),
    GARBAGE(UNREADABLE);

    /** What a timer may leave. */
    static final Set<ReconcileTrace> OF_TIMERS =
            EnumSet.of(
                    LOST,
                    GRANTED,
                    QUEUED,
                    FAILED,
                    UNKNOWN,
                    RETRY,
                    PAUSED,
                    STARTED,
                    STEP,
                    RUN_COMPLETED);

    /** What a turn may leave that has come from another partition. */
    static final Set<ReconcileTrace> OF_TURNS =
            EnumSet.of(GRANTED, QUEUED, FAILED, PAUSED, STARTED, STEP, RUN_COMPLETED);

    /** What may follow from a record besides the event that says what became of it. */
    static final Set<ReconcileTrace> FOLLOWING =
            EnumSet.of(
                    GRANTED,
                    QUEUED,
                    PROGRESSED,
                    SUSPENDED,
                    FAILED,
                    PAUSED,
                    STARTED,
                    STEP,
                    RUN_COMPLETED);

    private final Set<ReconcileTrace> traces;

    ReconcileKind(ReconcileTrace first, ReconcileTrace... others) {
        traces = EnumSet.of(first, others);
    }

    boolean mayLeave(ReconcileTrace trace) {
        return traces.contains(trace);
    }

    /** The start of an attempt is told by the end of it; a heartbeat only renews a lease. */
    boolean mayLeaveNothing() {
        return this == START || this == HEARTBEAT;
    }

    static ReconcileKind of(SpecificRecord value) {
        return switch (value) {
            case ActionRequested _ -> REQUEST;
            case CancelRequested _ -> CANCEL;
            case RetryRequested _ -> RETRY_ORDER;
            case RedriveRequested _ -> REDRIVE;
            case KeyReleaseRequested _ -> KEY_RELEASE;
            case ResumeRequested _ -> RESUME;
            case SignalSent _ -> SIGNAL;
            case AttemptStarted _ -> START;
            case Heartbeat _ -> HEARTBEAT;
            case AttemptSuspended _ -> SUSPENSION;
            case AttemptSucceeded _ -> SUCCESS;
            case AttemptFailed _ -> FAILURE;
            default -> GARBAGE;
        };
    }
}
