package dev.actionbus.ledger;

import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Course;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.LastFailure;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Pace;
import dev.actionbus.ledger.ActionState.Past;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Remains;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Said;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.turn.Want;
import dev.actionbus.state.ClosedAction;
import dev.actionbus.state.HeldTurn;
import dev.actionbus.state.LedgerAction;
import dev.actionbus.state.OpenAction;
import dev.actionbus.state.OpenAttempt;
import dev.actionbus.state.Pause;
import dev.actionbus.state.Queue;
import dev.actionbus.state.Retry;
import dev.actionbus.state.Steer;
import dev.actionbus.state.Suspension;
import dev.actionbus.state.WantedTurn;
import dev.actionbus.wire.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** States to bytes and back, for the ledger's store. */
final class StateCodec {

    private final StoredRecord<LedgerAction> action = new StoredRecord<>(LedgerAction.class);
    private final StoredRecord<OpenAttempt> attempt = new StoredRecord<>(OpenAttempt.class);

    byte[] encode(Admitted admitted) {
        return action.encode(
                new LedgerAction(
                        new OpenAction(
                                admitted.request(),
                                admitted.fingerprint(),
                                stored(admitted.round()))));
    }

    byte[] encode(Closed state) {
        return encode(state, false);
    }

    byte[] encode(Released state) {
        return encode(state.closed(), true);
    }

    /** How far an open action is; not what it is. */
    byte[] encodeAttempt(Open state) {
        Object phase =
                switch (state) {
                    case Granted _ -> null;
                    case Running running -> stored(running.claim());
                    case Suspended suspended ->
                            new Suspension(stored(suspended.claim()), suspended.until());
                    case Waiting waiting -> new Retry(waiting.dueAt(), stored(waiting.last()));
                    case Queued queued ->
                            new Queue(
                                    queued.turns().wanted().stream()
                                            .map(StateCodec::stored)
                                            .toList(),
                                    stored(queued.last()));
                    case Steering run ->
                            new Steer(
                                    run.run(),
                                    run.pace().deadline().orElse(null),
                                    run.pace().wake().orElse(null));
                    case Paused _ -> new Pause();
                };
        List<HeldTurn> held =
                state.turns().held().stream()
                        .map(it -> new HeldTurn(it.limit(), it.attempt(), it.byAction()))
                        .toList();
        return attempt.encode(
                new OpenAttempt(state.attempt(), state.checkpoint().orElse(null), held, phase));
    }

    /**
     * @param attemptBytes asked for if the action is open
     */
    ActionState decode(byte[] actionBytes, Supplier<byte[]> attemptBytes) {
        return switch (action.decode(actionBytes).getKnown()) {
            case OpenAction open ->
                    open(
                            new Admitted(
                                    open.getRequest(),
                                    open.getFingerprint(),
                                    round(open.getRound())),
                            attempt.decode(attemptBytes.get()));
            case ClosedAction closed -> closed(closed);
            default -> throw damaged();
        };
    }

    private byte[] encode(Closed state, boolean released) {
        return action.encode(
                new LedgerAction(
                        new ClosedAction(
                                state.requestId(),
                                state.fingerprint(),
                                state.status(),
                                state.outcome(),
                                state.past().round(),
                                state.past().orders(),
                                state.past()
                                        .remains()
                                        .map(it ->
                                                new dev.actionbus.state.Remains(
                                                        it.request(), it.checkpoint().orElse(null)))
                                        .orElse(null),
                                released)));
    }

    private static ActionState closed(ClosedAction stored) {
        Closed closed =
                new Closed(
                        stored.getRequestId(),
                        stored.getFingerprint(),
                        stored.getStatus(),
                        stored.getOutcome(),
                        new Past(
                                stored.getRound(),
                                stored.getOrders(),
                                Optional.ofNullable(stored.getRemains())
                                        .map(it ->
                                                new Remains(
                                                        it.getRequest(),
                                                        Optional.ofNullable(it.getCheckpoint())))));
        return stored.getReleased() ? new Released(closed) : closed;
    }

    private static Open open(Admitted admitted, OpenAttempt stored) {
        Turns turns =
                new Turns(
                        stored.getHeld().stream()
                                .map(it ->
                                        new Turns.Held(
                                                it.getLimit(), it.getAttempt(), it.getByAction()))
                                .toList(),
                        List.of());
        Course course =
                new Course(stored.getAttempt(), Optional.ofNullable(stored.getCheckpoint()), turns);
        return switch (stored.getPhase()) {
            case null -> new Granted(admitted, course);
            case dev.actionbus.state.Claim claim -> new Running(admitted, course, claim(claim));
            case Suspension suspension ->
                    new Suspended(
                            admitted, course, claim(suspension.getClaim()), suspension.getUntil());
            case Retry retry ->
                    new Waiting(admitted, course, retry.getDueAt(), last(retry.getLast()));
            case Queue queue ->
                    new Queued(admitted, course, last(queue.getLast()))
                            .with(
                                    turns.want(
                                            queue.getWanted().stream()
                                                    .map(StateCodec::want)
                                                    .toList()));
            case Steer steer ->
                    new Steering(
                            admitted,
                            course,
                            steer.getRun(),
                            new Pace(
                                    Optional.ofNullable(steer.getDeadline()),
                                    Optional.ofNullable(steer.getWake())));
            case Pause _ -> new Paused(admitted, course);
            default -> throw damaged();
        };
    }

    private static dev.actionbus.state.Round stored(Round round) {
        return new dev.actionbus.state.Round(
                round.number(),
                round.begunAt(),
                round.spent().before(),
                round.spent().lifted(),
                round.redriven(),
                round.orders());
    }

    private static Round round(dev.actionbus.state.Round stored) {
        return new Round(
                stored.getNumber(),
                stored.getBegunAt(),
                new Round.Spent(stored.getBefore(), stored.getLifted()),
                stored.getRedriven(),
                stored.getOrders());
    }

    private static dev.actionbus.state.Claim stored(Claim claim) {
        return new dev.actionbus.state.Claim(
                claim.run(),
                claim.mode(),
                claim.retry(),
                claim.announced(),
                claim.said().progress().orElse(null),
                claim.said().message().orElse(null));
    }

    private static Claim claim(dev.actionbus.state.Claim stored) {
        return new Claim(
                stored.getRun(),
                stored.getMode(),
                stored.getRetry(),
                stored.getAnnounced(),
                new Said(
                        Optional.ofNullable(stored.getProgress()),
                        Optional.ofNullable(stored.getMessage())));
    }

    private static dev.actionbus.state.@Nullable LastFailure stored(Optional<LastFailure> last) {
        return last.map(it -> new dev.actionbus.state.LastFailure(it.run(), it.error(), it.retry()))
                .orElse(null);
    }

    private static Optional<LastFailure> last(dev.actionbus.state.@Nullable LastFailure stored) {
        return Optional.ofNullable(stored)
                .map(it -> new LastFailure(it.getRun(), it.getError(), it.getRetry()));
    }

    private static WantedTurn stored(Want want) {
        return new WantedTurn(want.limit(), want.heldByAction(), want.concurrency(), want.rate());
    }

    private static Want want(WantedTurn stored) {
        return new Want(
                stored.getLimit(), stored.getByAction(), stored.getConcurrency(), stored.getRate());
    }

    private static IllegalStateException damaged() {
        return new IllegalStateException("a stored record is damaged");
    }
}
