package dev.actionbus.standalone.cli;

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
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Undecodable;
import org.apache.avro.specific.SpecificRecord;

/** What a person wants to know of an event, in one line. */
final class EventText {

    private static final int MOST = 80;

    private EventText() {}

    static String detail(SpecificRecord event) {
        String text =
                switch (event) {
                    case ActionAccepted e ->
                            e.getRequest().getIntent().getName()
                                    + " "
                                    + e.getRequest().getIntent().getIdempotencyKey();
                    case ActionCompleted e ->
                            e.getIntent().getName()
                                    + " attempt "
                                    + e.getAttempt()
                                    + " "
                                    + e.getResult();
                    case ActionFailed e -> e.getIntent().getName() + " " + e.getError().getCode();
                    case ActionCancelled e -> e.getIntent().getName() + " " + e.getReason();
                    case ActionQueued e -> "attempt " + e.getAttempt() + " for " + e.getLimit();
                    case ActionPaused e ->
                            "attempt " + e.getAttempt() + " " + e.getError().getCode();
                    case ActionRedriven e ->
                            "round " + e.getRound() + by(e.getPrincipal(), e.getReason());
                    case KeyReleased e ->
                            "round " + e.getRound() + by(e.getPrincipal(), e.getReason());
                    case RetryRequested e -> by(e.getPrincipal(), e.getReason()).strip();
                    case ControlIgnored e ->
                            e.getOrder()
                                    + " by "
                                    + e.getPrincipal()
                                    + (e.getStatus() == null
                                            ? ", not there"
                                            : ", is " + e.getStatus());
                    case AttemptSuspended e ->
                            "attempt " + e.getAttempt() + " until " + e.getUntil();
                    case AttemptProgressed e -> progress(e);
                    case DuplicateObserved e -> "is " + e.getStatus();
                    case AttemptGranted e -> "attempt " + e.getAttempt();
                    case AttemptLost e ->
                            "attempt " + e.getAttempt() + " on " + e.getRun().getExecutor();
                    case RetryScheduled e ->
                            "attempt "
                                    + e.getAttempt()
                                    + " "
                                    + e.getError().getCode()
                                    + ", next at "
                                    + e.getDueAt();
                    case RequestRejected e -> e.getCode() + " " + e.getDetail();
                    case LateReport e -> e.getKind() + " of attempt " + e.getAttempt();
                    case Misrouted e -> "to partition " + e.getHomePartition();
                    case Undecodable e -> e.getCode() + " " + e.getDetail();
                    default -> "";
                };
        return text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    }

    private static String by(String principal, String reason) {
        return " by " + principal + ": " + reason;
    }

    private static String progress(AttemptProgressed event) {
        StringBuilder text = new StringBuilder("attempt " + event.getAttempt());
        if (event.getProgress() != null) {
            text.append(' ').append(Math.round(event.getProgress() * 100)).append(" %");
        }
        if (event.getMessage() != null) {
            text.append(' ').append(event.getMessage());
        }
        return text.toString();
    }
}
