package dev.actionbus.ledger;

import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RunResumed;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Course;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Remains;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.ledger.run.Plans;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An operator's order is obeyed once, on record. One that does not fit where the action stands, or
 * that was obeyed before, is ignored, on record as well.
 */
final class ObeyOrder {

    private final GrantAttempt grant;
    private final EndAction end;

    ObeyOrder(GrantAttempt grant, EndAction end) {
        this.grant = grant;
        this.end = end;
    }

    Step cancel(ActionState state, Order order, Instant now) {
        return state instanceof Open open && !obeyed(open, order)
                ? end.cancelled(open, order, now)
                : ignore(state, order, now);
    }

    Step retry(ActionState state, RetryRequested asked, Instant now) {
        Order order = Order.of(asked);
        List<Output> told = List.of(new Output.Event(asked));
        return switch (state) {
            case Paused paused when !obeyed(paused, order) -> {
                Round round = paused.action().round().lift(order.requestId());
                yield grant.next(paused.queue(round, Optional.empty()), told, now);
            }
            case Waiting waiting when !obeyed(waiting, order) -> {
                Round round = waiting.action().round().obeyed(order.requestId());
                yield grant.next(waiting.queue(round, Optional.empty()), told, now);
            }
            case Paused _, Waiting _, Queued _, Granted _, Running _, Suspended _, Steering _ ->
                    ignore(state, order, now);
            case Closed _, Released _, ActionState.Absent _ -> ignore(state, order, now);
        };
    }

    Step redrive(ActionState state, Order order, Instant now) {
        return anew(state, order, Optional.empty(), now)
                // What failed in a run is done again by its run.
                .filter(ready -> !Plans.isStep(ready.action().request()))
                .map(ready -> {
                    ActionRedriven event =
                            new ActionRedriven(
                                    order.actionId(),
                                    order.requestId(),
                                    order.principal(),
                                    order.reason(),
                                    ready.action().round().number(),
                                    now);
                    return grant.next(ready, List.of(new Output.Event(event)), now);
                })
                .orElseGet(() -> ignore(state, order, now));
    }

    /** What is kept and what is done again is filled in by whoever has the steps. */
    Step resume(ActionState state, ResumeRequested asked, Instant now) {
        Order order = Order.of(asked);
        return anew(state, order, Optional.ofNullable(asked.getDefinition()), now)
                .filter(ready -> ready.action().request().getDefinition() != null)
                .map(ready -> {
                    RunResumed event =
                            new RunResumed(
                                    order.actionId(),
                                    order.requestId(),
                                    order.principal(),
                                    order.reason(),
                                    ready.action().round().number(),
                                    asked.getFromStep(),
                                    asked.getDefinition(),
                                    0,
                                    0,
                                    now);
                    return grant.next(ready, List.of(new Output.Event(event)), now);
                })
                .orElseGet(() -> ignore(state, order, now));
    }

    /** The next round of an action that ended without a result, unless that was ordered before. */
    private static Optional<Queued> anew(
            ActionState state, Order order, Optional<String> definition, Instant now) {
        if (!(state instanceof Closed closed)
                || closed.past().orders().contains(order.requestId())
                || closed.past().remains().isEmpty()) {
            return Optional.empty();
        }
        int attempts = closed.outcome().getAttempt();
        Round round =
                new Round(
                        closed.past().round() + 1,
                        now,
                        new Round.Spent(attempts, 0),
                        true,
                        Round.and(closed.past().orders(), order.requestId()));
        Remains remains = closed.past().remains().get();
        ActionRequested request = remains.request();
        return Optional.of(
                new Queued(
                        new Admitted(
                                definition.map(it -> redefined(request, it)).orElse(request),
                                closed.fingerprint(),
                                round),
                        new Course(attempts, remains.checkpoint(), Turns.NONE),
                        Optional.empty()));
    }

    private static ActionRequested redefined(ActionRequested request, String definition) {
        return new ActionRequested(
                request.getRequestId(),
                request.getActionId(),
                request.getIntent(),
                request.getParams(),
                request.getMode(),
                request.getRetry(),
                request.getContext(),
                request.getInputs(),
                request.getOutputs(),
                request.getRequestedAt(),
                request.getTiming(),
                request.getLane(),
                request.getPriority(),
                definition);
    }

    Step release(ActionState state, Order order, Instant now) {
        if (!(state instanceof Closed closed)
                || closed.past().orders().contains(order.requestId())) {
            return ignore(state, order, now);
        }
        KeyReleased event =
                new KeyReleased(
                        order.actionId(),
                        order.requestId(),
                        order.principal(),
                        order.reason(),
                        closed.past().round(),
                        now);
        return new Step(
                new Released(closed.obeyed(order.requestId())),
                new Timer.Unchanged(),
                List.of(new Output.Event(event)));
    }

    private static boolean obeyed(Open open, Order order) {
        return open.action().round().orders().contains(order.requestId());
    }

    Step ignore(ActionState state, Order order, Instant now) {
        return Step.onRecord(
                state,
                order.ignored(
                        switch (state) {
                            case Open open -> open.status();
                            case Closed closed -> closed.status();
                            case Released released -> released.closed().status();
                            case ActionState.Absent _ -> null;
                        },
                        now));
    }
}
