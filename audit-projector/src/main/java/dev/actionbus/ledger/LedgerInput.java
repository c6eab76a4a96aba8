package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.ReportKind;
import java.util.Optional;

/** What the ledger decides about. */
public sealed interface LedgerInput {

    /** Somebody asks for an action. */
    record Requested(ActionRequested request) implements LedgerInput {}

    /** Somebody asks for an action to be ended. */
    record CancelAsked(CancelRequested request) implements LedgerInput {}

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
