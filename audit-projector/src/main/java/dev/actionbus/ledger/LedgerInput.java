package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.ReportKind;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.SignalSent;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What the ledger decides about. */
public sealed interface LedgerInput {

    /** The input that a record is. */
    static LedgerInput of(SpecificRecord value) {
        return switch (value) {
            case ActionRequested request -> new Requested(request);
            case AttemptStarted report -> new Started(report);
            case Heartbeat report -> new Heard(report);
            case AttemptSuspended report -> new Suspended(report);
            case AttemptSucceeded report -> new Succeeded(report);
            case AttemptFailed report -> new Failed(report);
            case CancelRequested request -> new CancelAsked(request);
            case RetryRequested request -> new RetryAsked(request);
            case RedriveRequested request -> new RedriveAsked(request);
            case KeyReleaseRequested request -> new ReleaseAsked(request);
            case ResumeRequested request -> new ResumeAsked(request);
            case SignalSent request -> new Signalled(request);
            case dev.actionbus.event.TurnGiven given -> new TurnGiven(given);
            default -> throw new IllegalStateException("not an input: " + value.getSchema());
        };
    }

    /** The action that a record is about. */
    static String actionId(LedgerInput input) {
        return switch (input) {
            case Requested asked -> asked.request().getActionId();
            case CancelAsked asked -> asked.request().getActionId();
            case RetryAsked asked -> asked.request().getActionId();
            case RedriveAsked asked -> asked.request().getActionId();
            case ReleaseAsked asked -> asked.request().getActionId();
            case ResumeAsked asked -> asked.request().getActionId();
            case Signalled asked -> asked.request().getActionId();
            case StepEnded ended -> ended.runId();
            case Report report -> report.actionId();
            case TurnGiven given -> given.record().getActionId();
            case TimerFired _ -> throw new IllegalArgumentException("is not a record");
        };
    }

    /** Somebody asks for an action. */
    record Requested(ActionRequested request) implements LedgerInput {}

    /** Somebody asks for an action to be ended. */
    record CancelAsked(CancelRequested request) implements LedgerInput {}

    /** Somebody asks for the next attempt of an open action, now. */
    record RetryAsked(RetryRequested request) implements LedgerInput {}

    /** Somebody asks for an action that ended without a result to be put back. */
    record RedriveAsked(RedriveRequested request) implements LedgerInput {}

    /** Somebody asks for the key of an ended action to be free. */
    record ReleaseAsked(KeyReleaseRequested request) implements LedgerInput {}

    /** Somebody asks for a run to go on. */
    record ResumeAsked(ResumeRequested request) implements LedgerInput {}

    /** Somebody tells a run what steps of it wait for. */
    record Signalled(SignalSent request) implements LedgerInput {}

    /**
     * An action of a run has ended, in the same transaction.
     *
     * @param step as its request names it
     * @param refused why it is no action at all, if it is none
     */
    record StepEnded(String runId, String stepActionId, String step, Optional<ErrorDetail> refused)
            implements LedgerInput {}

    /** It is the turn of an attempt. */
    record TurnGiven(dev.actionbus.event.TurnGiven record) implements LedgerInput {}

    /** The action's timer has gone off. */
    record TimerFired() implements LedgerInput {}

    /** An executor says something about an attempt. */
    sealed interface Report extends LedgerInput {
        String actionId();

        int attempt();

        String executor();

        ReportKind kind();

        /** The result or error it brings. */
        default Optional<String> payload() {
            return Optional.empty();
        }
    }

    /** The attempt is claimed. */
    record Started(AttemptStarted report) implements Report {
        @Override
        public String actionId() {
            return report.getActionId();
        }

        @Override
        public int attempt() {
            return report.getAttempt();
        }

        @Override
        public String executor() {
            return report.getRun().getExecutor();
        }

        @Override
        public ReportKind kind() {
            return ReportKind.STARTED;
        }
    }

    /** The attempt is alive. */
    record Heard(Heartbeat report) implements Report {
        @Override
        public String actionId() {
            return report.getActionId();
        }

        @Override
        public int attempt() {
            return report.getAttempt();
        }

        @Override
        public String executor() {
            return report.getExecutor();
        }

        @Override
        public ReportKind kind() {
            return ReportKind.HEARTBEAT;
        }
    }

    /** The handler has left the rest to somebody outside. */
    record Suspended(AttemptSuspended report) implements Report {
        @Override
        public String actionId() {
            return report.getActionId();
        }

        @Override
        public int attempt() {
            return report.getAttempt();
        }

        @Override
        public String executor() {
            return report.getExecutor();
        }

        @Override
        public ReportKind kind() {
            return ReportKind.SUSPENDED;
        }
    }

    /** The handler returned a result. */
    record Succeeded(AttemptSucceeded report) implements Report {
        @Override
        public String actionId() {
            return report.getActionId();
        }

        @Override
        public int attempt() {
            return report.getAttempt();
        }

        @Override
        public String executor() {
            return report.getExecutor();
        }

        @Override
        public ReportKind kind() {
            return ReportKind.SUCCEEDED;
        }

        @Override
        public Optional<String> payload() {
            return Optional.of(report.getResult());
        }
    }

    /** The attempt did not succeed. */
    record Failed(AttemptFailed report) implements Report {
        @Override
        public String actionId() {
            return report.getActionId();
        }

        @Override
        public int attempt() {
            return report.getAttempt();
        }

        @Override
        public String executor() {
            return report.getExecutor();
        }

        @Override
        public ReportKind kind() {
            return ReportKind.FAILED;
        }

        @Override
        public Optional<String> payload() {
            return Optional.of(report.getError().toString());
        }
    }
}
