package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Run;
import java.time.Instant;
import java.util.Optional;

/** Where an action stands in the ledger. Each state offers only its legal moves. */
public sealed interface ActionState {

    /** Nobody has asked for it. */
    record Absent() implements ActionState {}

    /** Accepted, and not ended. */
    sealed interface Open extends ActionState {

        Admitted action();

        /** The attempt granted last, from 1. */
        int attempt();

        /** JSON for the next attempt, if one left any. */
        Optional<String> checkpoint();

        ActionStatus status();

        default Granted grantNext() {
            return new Granted(action(), attempt() + 1, checkpoint());
        }

        default Closed close(ActionStatus terminal, Outcome outcome) {
            return new Closed(
                    action().request().getRequestId(), action().fingerprint(), terminal, outcome);
        }
    }

    /** An attempt lies on the tasks topic. */
    record Granted(Admitted action, int attempt, Optional<String> checkpoint) implements Open {

        static Granted first(Admitted action) {
            return new Granted(action, 1, Optional.empty());
        }

        @Override
        public ActionStatus status() {
            return attempt == 1 ? ActionStatus.ADMITTED : ActionStatus.WAITING;
        }

        Running start(Claim claim) {
            return new Running(action, attempt, claim, checkpoint);
        }
    }

    /** An executor has claimed the attempt. */
    record Running(Admitted action, int attempt, Claim claim, Optional<String> checkpoint)
            implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.RUNNING;
        }

        Running hear(Optional<String> newCheckpoint) {
            return new Running(
                    action, attempt, claim.announce(), newCheckpoint.or(this::checkpoint));
        }
    }

    /** An attempt has failed and another will follow. */
    record Waiting(Admitted action, int attempt, Instant dueAt, Optional<String> checkpoint)
            implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.WAITING;
        }
    }

    /**
     * Ended. Never changes.
     *
     * @param requestId the submission that won
     */
    record Closed(String requestId, String fingerprint, ActionStatus status, Outcome outcome)
            implements ActionState {}

    /**
     * What was accepted.
     *
     * @param fingerprint digest of what it is to do
     */
    record Admitted(ActionRequested request, String fingerprint) {}

    /**
     * A running attempt.
     *
     * @param mode what holds for this action: the request's word, else the handler's
     * @param retry likewise
     * @param announced whether its start is in the event log already
     */
    record Claim(Run run, Mode mode, RetryPolicy retry, boolean announced) {

        static Claim of(ActionRequested request, AttemptStarted start) {
            return new Claim(
                    start.getRun(),
                    request.getMode() == null ? start.getMode() : request.getMode(),
                    request.getRetry() == null ? start.getRetry() : request.getRetry(),
                    false);
        }

        Claim announce() {
            return new Claim(run, mode, retry, true);
        }
    }
}
