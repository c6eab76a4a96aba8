package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where an action stands in the ledger. Each state offers only its legal moves. */
public sealed interface ActionState {

    /** Nobody has asked for it. */
    record Absent() implements ActionState {}

    /** Accepted, and the round has not ended. */
    sealed interface Open extends ActionState {

        Admitted action();

        Course course();

        ActionStatus status();

        /** The attempt granted last, from 1; 0: none. */
        default int attempt() {
            return course().attempt();
        }

        /** JSON for the next attempt, if one left any. */
        default Optional<String> checkpoint() {
            return course().checkpoint();
        }

        default Turns turns() {
            return course().turns();
        }

        default String actionId() {
            return action().request().getActionId();
        }

        /** Whether no attempt of this round has been granted. */
        default boolean isNew() {
            return attempt() == action().round().spent().before();
        }

        /** The same, an order of an operator obeyed. */
        default Queued queue(Round round, Optional<LastFailure> last) {
            return new Queued(action().in(round), course().afterAttempt(), last);
        }

        default Queued queue(Optional<LastFailure> last) {
            return queue(action().round(), last);
        }

        default Paused pause() {
            return new Paused(action(), course().afterAttempt());
        }

        default Closed close(ActionStatus terminal, Outcome outcome) {
            Optional<Remains> remains =
                    terminal == ActionStatus.COMPLETED
                            ? Optional.empty()
                            : Optional.of(new Remains(action().request(), checkpoint()));
            return new Closed(
                    action().request().getRequestId(),
                    action().fingerprint(),
                    terminal,
                    outcome,
                    new Past(action().round().number(), action().round().orders(), remains));
        }
    }

    /** The next attempt waits for its turns. */
    record Queued(Admitted action, Course course, Optional<LastFailure> last) implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.QUEUED;
        }

        Queued with(Turns turns) {
            return new Queued(
                    action, new Course(course.attempt(), course.checkpoint(), turns), last);
        }

        Granted grant() {
            return new Granted(action, nextAttempt());
        }

        /** The attempt that is the ledger's own. */
        Steering steer(Run run) {
            return new Steering(action, nextAttempt(), run, Pace.NONE);
        }

        private Course nextAttempt() {
            return new Course(course.attempt() + 1, course.checkpoint(), course.turns());
        }
    }

    /** An attempt lies on the tasks topic. */
    record Granted(Admitted action, Course course) implements Open {

        @Override
        public ActionStatus status() {
            return attempt() == 1 ? ActionStatus.ADMITTED : ActionStatus.WAITING;
        }

        Running start(Claim claim) {
            return new Running(action, course, claim);
        }
    }

    /** An attempt has begun. */
    sealed interface Begun extends Open {
        Claim claim();
    }

    /** An executor has claimed the attempt. */
    record Running(Admitted action, Course course, Claim claim) implements Begun {

        @Override
        public ActionStatus status() {
            return ActionStatus.RUNNING;
        }

        Running hear(Said news, Optional<String> newCheckpoint) {
            return new Running(action, course.leave(newCheckpoint), claim.hear(news));
        }

        Suspended suspend(Instant until) {
            return new Suspended(action, course, claim.announce(), until);
        }
    }

    /** The attempt has left the rest to somebody outside, who will report. */
    record Suspended(Admitted action, Course course, Claim claim, Instant until) implements Begun {

        @Override
        public ActionStatus status() {
            return ActionStatus.SUSPENDED;
        }

        Suspended hear(Said news, Optional<String> newCheckpoint) {
            return new Suspended(action, course.leave(newCheckpoint), claim.hear(news), until);
        }
    }

    /** The next attempt waits for a time. */
    record Waiting(Admitted action, Course course, Instant dueAt, Optional<LastFailure> last)
            implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.WAITING;
        }
    }

    /** It is a run of a workflow, which the ledger itself carries out, step by step. */
    record Steering(Admitted action, Course course, Run run, Pace pace) implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.RUNNING;
        }

        Steering at(Pace other) {
            return new Steering(action, course, run, other);
        }

        Steering obeyed(String order) {
            return new Steering(action.in(action.round().obeyed(order)), course, run, pace);
        }
    }

    /** No attempt is left, and an operator is awaited. */
    record Paused(Admitted action, Course course) implements Open {

        @Override
        public ActionStatus status() {
            return ActionStatus.PAUSED;
        }
    }

    /**
     * The round has ended. Changes only by an operator's order.
     *
     * @param requestId the submission that won
     */
    record Closed(
            String requestId, String fingerprint, ActionStatus status, Outcome outcome, Past past)
            implements ActionState {

        Closed obeyed(String order) {
            Past obedient = new Past(past.round(), Round.and(past.orders(), order), past.remains());
            return new Closed(requestId, fingerprint, status, outcome, obedient);
        }
    }

    /** Ended, and its key is free: the next request begins a new round. */
    record Released(Closed closed) implements ActionState {}

    /**
     * What was accepted.
     *
     * @param fingerprint digest of what it is to do
     */
    record Admitted(ActionRequested request, String fingerprint, Round round) {
        Admitted in(Round other) {
            return other.equals(round) ? this : new Admitted(request, fingerprint, other);
        }
    }

    /**
     * How far an action is.
     *
     * @param attempt the attempt granted last, from 1; 0: none
     * @param checkpoint JSON for the next attempt, if one left any
     */
    record Course(int attempt, Optional<String> checkpoint, Turns turns) {

        /** No attempt of the round has been granted. */
        static Course after(int attempts) {
            return new Course(attempts, Optional.empty(), Turns.NONE);
        }

        Course leave(Optional<String> newCheckpoint) {
            return newCheckpoint.isEmpty() ? this : new Course(attempt, newCheckpoint, turns);
        }

        Course afterAttempt() {
            return new Course(attempt, checkpoint, turns.afterAttempt());
        }
    }

    /**
     * What a run does by the clock.
     *
     * @param deadline when the whole of it has ended
     * @param wake when it goes on though nobody says anything
     */
    record Pace(Optional<Instant> deadline, Optional<Instant> wake) {
        static final Pace NONE = new Pace(Optional.empty(), Optional.empty());
    }

    /**
     * How the attempt before ended.
     *
     * @param retry what holds for the next one
     */
    record LastFailure(Run run, ErrorDetail error, RetryPolicy retry) {}

    /**
     * What is kept of a round that has ended.
     *
     * @param round its number
     * @param orders request ids of the newest orders obeyed, oldest first
     * @param remains set when it ended without a result
     */
    record Past(int round, List<String> orders, Optional<Remains> remains) {
        public Past {
            orders = List.copyOf(orders);
        }
    }

    /** What a new round of an action without a result begins with. */
    record Remains(ActionRequested request, Optional<String> checkpoint) {}

    /**
     * A running attempt.
     *
     * @param mode what holds for this action: the request's word, else the handler's
     * @param retry likewise
     * @param announced whether its start is in the event log already
     * @param said what it last said of itself
     */
    record Claim(Run run, Mode mode, RetryPolicy retry, boolean announced, Said said) {

        static Claim of(ActionRequested request, AttemptStarted start) {
            return new Claim(
                    start.getRun(),
                    request.getMode() == null ? start.getMode() : request.getMode(),
                    request.getRetry() == null ? start.getRetry() : request.getRetry(),
                    false,
                    Said.NOTHING);
        }

        Claim announce() {
            return new Claim(run, mode, retry, true, said);
        }

        Claim hear(Said news) {
            return new Claim(run, mode, retry, true, said.then(news));
        }
    }

    /**
     * What an attempt says of itself.
     *
     * @param progress share done, 0 to 1
     * @param message one line for people
     */
    record Said(Optional<Double> progress, Optional<String> message) {

        static final Said NOTHING = new Said(Optional.empty(), Optional.empty());

        Said then(Said newer) {
            return new Said(newer.progress.or(this::progress), newer.message.or(this::message));
        }
    }
}
