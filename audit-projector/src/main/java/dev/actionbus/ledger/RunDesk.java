package dev.actionbus.ledger;

import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RunResumed;
import dev.actionbus.event.SignalSent;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Pace;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Steering;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.ledger.run.RunMoves;
import dev.actionbus.ledger.run.RunRows;
import dev.actionbus.ledger.run.Steer;
import dev.actionbus.ledger.run.StepOutcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * The runs of this partition. A step of the ledger that begins one, ends one or is about one is
 * gone on with here, in the same transaction; and a run hears at once of the end of its steps,
 * which lie in the same partition.
 */
public final class RunDesk {

    private final Ledger ledger;
    private final Function<String, ActionState> states;
    private final Steer steer;
    private final Deque<LedgerInput> told = new ArrayDeque<>();

    /**
     * @param states what is known of each action of the partition
     */
    public RunDesk(Ledger ledger, RunRows rows, Function<String, ActionState> states) {
        this.ledger = ledger;
        this.states = states;
        this.steer = new Steer(rows, ledger.plans(), id -> outcome(states.apply(id)));
    }

    /** Word for a run that is to be handed over in this transaction. */
    public Optional<LedgerInput> next() {
        return Optional.ofNullable(told.poll());
    }

    /** What is refused before the ledger is asked: a step that no run awaits, a senseless order. */
    public Optional<Step> refusal(ActionState before, LedgerInput input, Instant now) {
        return switch (input) {
            case LedgerInput.Requested asked
                    when before instanceof ActionState.Absent
                            && Plans.isStep(asked.request())
                            && !isAwaited(asked.request(), now) ->
                    Optional.of(
                            Step.onRecord(
                                    before,
                                    new RequestRejected(
                                            asked.request().getActionId(),
                                            asked.request().getRequestId(),
                                            "STEP_NOT_AWAITED",
                                            "the run does not wait for this step",
                                            now)));
            case LedgerInput.ResumeAsked asked when !isPossible(before, asked.request()) ->
                    Optional.of(ledger.ignore(before, Order.of(asked.request()), now));
            default -> Optional.empty();
        };
    }

    /** The step of the ledger, with what its run does. */
    public Step settle(ActionState before, LedgerInput input, Step step, Instant now) {
        Step prepared =
                input instanceof LedgerInput.ResumeAsked asked && before instanceof Closed closed
                        ? prepared(closed, asked.request(), step, now)
                        : step;
        if (prepared.state() instanceof Steering run && !isSameRound(before, run)) {
            return begin(run, prepared, now);
        }
        if (!(before instanceof Steering run)) {
            return prepared;
        }
        return prepared.state() instanceof Steering
                ? goOn(run, input, prepared, now)
                : left(run, prepared, now);
    }

    /** A step of a run may have ended with this. */
    public void hear(ActionState before, LedgerInput input, Step step) {
        Optional<ActionRequested> action = about(before, input);
        // What is there already is not undone by somebody who asks for something else.
        boolean isThere =
                before instanceof Closed
                        || (before instanceof Open open && Plans.isStep(open.action().request()));
        Optional<ErrorDetail> refused =
                isThere
                        ? Optional.empty()
                        : step.outputs().stream().flatMap(it -> refusal(it).stream()).findFirst();
        if (action.filter(Plans::isStep).isPresent()
                && (refused.isPresent() || step.state() instanceof Closed)) {
            ActionRequested request = action.get();
            told.add(
                    new LedgerInput.StepEnded(
                            request.getContext().getRunId(),
                            request.getActionId(),
                            request.getContext().getStep(),
                            refused));
        }
    }

    private static Optional<ActionRequested> about(ActionState before, LedgerInput input) {
        if (before instanceof Open open && Plans.isStep(open.action().request())) {
            return Optional.of(open.action().request());
        }
        return switch (input) {
            case LedgerInput.Requested asked -> Optional.of(asked.request());
            case LedgerInput.ResumeAsked _ when before instanceof Closed closed ->
                    closed.past().remains().map(ActionState.Remains::request);
            default -> Optional.empty();
        };
    }

    private Step prepared(Closed before, ResumeRequested asked, Step step, Instant now) {
        if (!(step.state() instanceof Open open)
                || open.action().request().getDefinition() == null) {
            return step;
        }
        Steer.Kept kept =
                steer.prepare(
                        of(open, Optional.empty()),
                        before.past().remains().orElseThrow().request(),
                        Optional.ofNullable(asked.getFromStep()),
                        now);
        List<Output> outputs = new ArrayList<>();
        step.outputs().forEach(it -> outputs.add(counted(it, kept)));
        return new Step(step.state(), step.timer(), outputs);
    }

    private static Output counted(Output output, Steer.Kept kept) {
        return output instanceof Output.Event(RunResumed it)
                ? new Output.Event(
                        new RunResumed(
                                it.getActionId(),
                                it.getRequestId(),
                                it.getPrincipal(),
                                it.getReason(),
                                it.getRound(),
                                it.getFromStep(),
                                it.getDefinition(),
                                kept.kept(),
                                kept.again(),
                                it.getAt()))
                : output;
    }

    private Step begin(Steering run, Step step, Instant now) {
        Steer.Of of = of(run, Optional.empty());
        Optional<Instant> deadline = steer.deadline(of).map(now::plus);
        Steering begun = run.at(new Pace(deadline, Optional.empty()));
        RunMoves moves = steer.begin(of, run.action().round().redriven(), now);
        return after(begun, step.outputs(), moves, now);
    }

    private Step goOn(Steering run, LedgerInput input, Step step, Instant now) {
        Steer.Of of = of(run, run.pace().wake());
        return switch (input) {
            case LedgerInput.StepEnded ended ->
                    after(
                            run,
                            List.of(),
                            steer.ended(
                                    of, ended.stepActionId(), ended.step(), ended.refused(), now),
                            now);
            case LedgerInput.Signalled word -> signalled(run, word.request(), step, now);
            case LedgerInput.TimerFired _
                    when run.pace().wake().filter(it -> !it.isAfter(now)).isPresent() ->
                    after(run, List.of(), steer.woken(of, now), now);
            default -> step;
        };
    }

    private Step signalled(Steering run, SignalSent word, Step ignored, Instant now) {
        if (run.action().round().orders().contains(word.getRequestId())) {
            return ignored;
        }
        return steer.signalled(of(run, run.pace().wake()), word, now)
                .map(moves ->
                        after(
                                run.obeyed(word.getRequestId()),
                                List.of(new Output.Event(word)),
                                moves,
                                now))
                .orElse(ignored);
    }

    /** Ended by an order, or by time: its steps are not wanted any more. */
    private Step left(Steering run, Step step, Instant now) {
        String why =
                step.state() instanceof Closed closed
                        ? closed.outcome().getError().getMessage()
                        : "the run has ended";
        RunMoves moves = steer.leave(of(run, run.pace().wake()), "the run has ended: " + why, now);
        List<Output> outputs = new ArrayList<>(step.outputs());
        outputs.addAll(written(moves));
        return new Step(step.state(), step.timer(), outputs);
    }

    private Step after(Steering run, List<Output> before, RunMoves moves, Instant now) {
        List<Output> outputs = new ArrayList<>(before);
        outputs.addAll(written(moves));
        Step next =
                moves.end()
                        .map(how -> ledger.ended(run, how, now))
                        .orElseGet(() ->
                                ledger.paced(
                                        run.at(new Pace(run.pace().deadline(), moves.wake())),
                                        now));
        outputs.addAll(next.outputs());
        return new Step(next.state(), next.timer(), outputs);
    }

    private static List<Output> written(RunMoves moves) {
        List<Output> outputs = new ArrayList<>();
        moves.events().forEach(it -> outputs.add(new Output.Event(it)));
        moves.requests().forEach(it -> outputs.add(new Output.Request(it)));
        moves.commands().forEach(it -> outputs.add(new Output.Command(it.actionId(), it.record())));
        return outputs;
    }

    private boolean isAwaited(ActionRequested step, Instant now) {
        return states.apply(step.getContext().getRunId()) instanceof Steering run
                && steer.awaits(of(run, Optional.empty()), step, now);
    }

    private boolean isPossible(ActionState before, ResumeRequested asked) {
        if (!(before instanceof Closed closed) || closed.past().remains().isEmpty()) {
            return true; // the ledger says what is wrong with it
        }
        String definition =
                asked.getDefinition() == null
                        ? closed.past().remains().get().request().getDefinition()
                        : asked.getDefinition();
        if (definition == null) {
            return false;
        }
        try {
            ledger.plans().require(definition);
            return asked.getFromStep() == null
                    || ledger.plans().hasStep(definition, asked.getFromStep());
        } catch (InvalidRequest e) {
            return false;
        }
    }

    private static boolean isSameRound(ActionState before, Steering run) {
        return before instanceof Steering was
                && was.action().round().number() == run.action().round().number();
    }

    private static Steer.Of of(Open run, Optional<Instant> wake) {
        return new Steer.Of(run.action().request(), run.action().round().number(), wake);
    }

    private static Optional<ErrorDetail> refusal(Output output) {
        return output instanceof Output.Event(SpecificRecord event)
                ? switch (event) {
                    case RequestRejected it ->
                            Optional.of(new ErrorDetail(it.getCode(), it.getDetail(), false, null));
                    case ConflictRejected _ ->
                            Optional.of(
                                    new ErrorDetail(
                                            "STEP_CONFLICT",
                                            "somebody has used the key of this step",
                                            false,
                                            null));
                    default -> Optional.empty();
                }
                : Optional.empty();
    }

    private static Optional<StepOutcome> outcome(ActionState state) {
        return switch (state) {
            case Closed closed -> Optional.of(outcome(closed));
            case Released released -> Optional.of(outcome(released.closed()));
            case Open _, ActionState.Absent _ -> Optional.empty();
        };
    }

    private static StepOutcome outcome(Closed closed) {
        if (closed.status() == ActionStatus.COMPLETED) {
            return new StepOutcome(
                    Optional.ofNullable(closed.outcome().getResult()), Optional.empty());
        }
        ErrorDetail error = closed.outcome().getError();
        return new StepOutcome(
                Optional.empty(),
                Optional.of(
                        Objects.requireNonNullElseGet(
                                error,
                                () ->
                                        new ErrorDetail(
                                                closed.status().name(),
                                                "no result",
                                                false,
                                                null))));
    }
}
