package dev.actionbus.audit.check;

import static dev.actionbus.audit.check.ReconcileTrace.ACCEPTED;
import static dev.actionbus.audit.check.ReconcileTrace.CANCELLED;
import static dev.actionbus.audit.check.ReconcileTrace.CANCEL_IGNORED;
import static dev.actionbus.audit.check.ReconcileTrace.COMPLETED;
import static dev.actionbus.audit.check.ReconcileTrace.CONFLICT;
import static dev.actionbus.audit.check.ReconcileTrace.DUPLICATE;
import static dev.actionbus.audit.check.ReconcileTrace.FAILED;
import static dev.actionbus.audit.check.ReconcileTrace.GRANTED;
import static dev.actionbus.audit.check.ReconcileTrace.LATE;
import static dev.actionbus.audit.check.ReconcileTrace.LOST;
import static dev.actionbus.audit.check.ReconcileTrace.MISROUTED;
import static dev.actionbus.audit.check.ReconcileTrace.ORPHAN;
import static dev.actionbus.audit.check.ReconcileTrace.REJECTED;
import static dev.actionbus.audit.check.ReconcileTrace.RETRY;
import static dev.actionbus.audit.check.ReconcileTrace.STARTED;
import static dev.actionbus.audit.check.ReconcileTrace.UNKNOWN;
import static dev.actionbus.audit.check.ReconcileTrace.UNREADABLE;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.Heartbeat;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What the ledger reads, and which events each may leave. */
enum ReconcileKind {
    REQUEST(ACCEPTED, DUPLICATE, CONFLICT, REJECTED, MISROUTED, UNREADABLE),
    CANCEL(CANCELLED, CANCEL_IGNORED, UNREADABLE),
    START(LATE, ORPHAN, UNREADABLE),
    HEARTBEAT(STARTED, LATE, ORPHAN, UNREADABLE),
    SUCCESS(COMPLETED, LATE, ORPHAN, UNREADABLE),
    FAILURE(FAILED, RETRY, LATE, ORPHAN, UNREADABLE),
    GARBAGE(UNREADABLE);

    /** What a timer may leave. */
    static final Set<ReconcileTrace> OF_TIMERS = EnumSet.of(LOST, GRANTED, FAILED, UNKNOWN);

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
            case AttemptStarted _ -> START;
            case Heartbeat _ -> HEARTBEAT;
            case AttemptSucceeded _ -> SUCCESS;
            case AttemptFailed _ -> FAILURE;
            default -> GARBAGE;
        };
    }
}
