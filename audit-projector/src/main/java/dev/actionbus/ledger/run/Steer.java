package dev.actionbus.ledger.run;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.SignalSent;
import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Carries out runs. A fold: from the rows of a run and what happened to its rows after it and what
 * it does next. No I/O but rows and what the ledger knows of actions, no clock, no chance. Whatever
 * it is told twice changes nothing.
 */
public final class Steer {

    private final RunRows rows;
    private final Plans plans;
    private final Values values;

    public Steer(RunRows rows, Plans plans, StepOutcome.Known known) {
        this.rows = rows;
        this.plans = plans;
        this.values = new Values(known);
    }

    /**
     * A run, as the ledger has it.
     *
     * @param request that won
     * @param segment its round
     * @param wake when it was to go on by itself
     */
    public record Of(ActionRequested request, int segment, Optional<Instant> wake) {}

    /** How long the whole of it may take. */
    public Optional<Duration> deadline(Of run) {
        return plan(run).plan().workflow().deadline();
    }

    /**
     * The round begins.
     *
     * @param resumes whether it goes on from the round before
     */
    public RunMoves begin(Of of, boolean resumes, Instant now) {
        Running run = running(of, now);
        boolean prepared = run.records().head().filter(it -> isReady(it, of)).isPresent();
        if (resumes && !prepared) {
            var unused = prepare(of, of.request(), Optional.empty(), now);
        } else if (!resumes) {
            run.records().forgetAll();
            run.records().head(first(run));
        }
        Walk walk = new Walk(run, Objects.requireNonNull(run.records().head().orElse(null)));
        walk.begin();
        for (WorkflowStep step : run.plan().inOrder()) {
            boolean free =
                    resumes
                            ? run.records().node(step.name()).filter(Steer::isFree).isPresent()
                            : run.plan().needs(step.name()).isEmpty();
            if (free) {
                walk.ready(step.name());
            }
        }
        return proceed(walk);
    }

    /**
     * Makes a run that has ended ready for another round.
     *
     * @param before the request with the definition of the round before
     * @return how many steps it keeps
     */
    public Kept prepare(Of of, ActionRequested before, Optional<String> from, Instant now) {
        Running run = running(of, now);
        String definition = Objects.requireNonNull(of.request().getDefinition());
        String old = Objects.requireNonNull(before.getDefinition());
        if (!definition.equals(old)) {
            run.records().definition(definition);
        }
        int kept = new ResumeRun(run, plans.of(old), values.known(), from).prepare();
        return new Kept(kept, run.plan().inOrder().size() - kept);
    }

    /** Steps that keep what they came to, and steps that are done in the round. */
    public record Kept(int kept, int again) {}

    /** Whether the action that somebody asks for is one that the run awaits. */
    public boolean awaits(Of of, ActionRequested step, Instant now) {
        Running run = running(of, now);
        return StepKey.parse(step.getContext().getStep())
                .filter(it -> run.plan().has(it.step()))
                .filter(it -> isAwaited(run, it, step.getActionId()))
                .isPresent();
    }

    /**
     * An action has ended.
     *
     * @param refused why it is none, if it was refused
     */
    public RunMoves ended(
            Of of, String actionId, String step, Optional<ErrorDetail> refused, Instant now) {
        Running run = running(of, now);
        Walk walk = walk(run);
        Optional<StepKey> part =
                StepKey.parse(step)
                        .filter(it -> run.plan().has(it.step()))
                        .filter(it -> isAwaited(run, it, actionId));
        Optional<StepOutcome> outcome =
                refused.map(it -> new StepOutcome(Optional.empty(), Optional.of(it)))
                        .or(() -> values.known().of(actionId));
        if (part.isPresent() && outcome.isPresent()) {
            ended(walk, part.get(), actionId, outcome.get());
        }
        return proceed(walk);
    }

    /** It was to go on by now. */
    public RunMoves woken(Of of, Instant now) {
        Running run = running(of, now);
        Walk walk = walk(run);
        BeginStep steps = new BeginStep(walk, values);
        for (int passed = 0; passed < Walk.AT_ONCE && walk.mayBegin(); passed++) {
            Optional<RunRecords.Due> due =
                    run.records().firstDue().filter(it -> !it.at().isAfter(now));
            if (due.isEmpty()) {
                break;
            }
            run.records().forget(due.get());
            timePassed(run, steps, due.get().step());
        }
        return proceed(walk);
    }

    /** Somebody tells what steps may wait for; empty: none does. */
    public Optional<RunMoves> signalled(Of of, SignalSent word, Instant now) {
        Running run = running(of, now);
        Walk walk = walk(run);
        boolean taken =
                walk.phase() == Phase.STEPPING
                        && (word.getApproved() == null
                                ? TakeWord.signal(run, new BeginStep(walk, values), word)
                                : TakeWord.decision(run, new BeginStep(walk, values), word));
        return taken ? Optional.of(proceed(walk)) : Optional.empty();
    }

    /** It has ended from outside. */
    public RunMoves leave(Of of, String why, Instant now) {
        Walk walk = walk(running(of, now));
        walk.leave(why);
        return walk.moves(false);
    }

    private void ended(Walk walk, StepKey part, String actionId, StepOutcome outcome) {
        Running run = walk.run();
        if (part.undo()) {
            new UndoSteps(walk, values).ended(part, outcome);
            return;
        }
        walk.actionEnded();
        RunNode node = run.records().node(part.step()).orElseThrow();
        RunNode caused = NodeRow.awaits(node, 0, actionId);
        NodeState state = outcome.isCompleted() ? NodeState.COMPLETED : NodeState.FAILED;
        if (part.index().isPresent()) {
            int index = part.index().get();
            int segment = run.records().item(part.step(), index).orElseThrow().getSegment();
            run.records().item(part.step(), index, new RunItem(state.name(), segment));
            new BeginStep(walk, values)
                    .each()
                    .ended(
                            run.plan().step(part.step()),
                            caused,
                            index,
                            outcome.error().orElse(null));
        } else if (outcome.isCompleted()) {
            walk.done(part);
            walk.end(part.step(), NodeRow.to(node, NodeState.COMPLETED), actionId);
        } else {
            walk.fail(part.step(), node, outcome.error().orElseThrow(), actionId);
        }
    }

    private static void timePassed(Running run, BeginStep steps, String name) {
        WorkflowStep step = run.plan().step(name);
        Optional<RunNode> node =
                run.records().node(name).filter(it -> NodeRow.state(it) == NodeState.WAITING);
        node.ifPresent(row -> {
            switch (step.work()) {
                case Work.Delay _ -> steps.complete(step, row, "null", "time has passed");
                case Work.Signal it ->
                        steps.fail(
                                step,
                                row,
                                BeginStep.error(
                                        "SIGNAL_TIMEOUT", "no signal " + it.name() + " came"));
                case Work.Approval _ ->
                        steps.fail(
                                step,
                                row,
                                BeginStep.error("APPROVAL_TIMEOUT", "nobody has decided"));
                case Work.Action _, Work.SubWorkflow _ ->
                        throw new IllegalStateException(name + " waits for no time");
            }
        });
    }

    /** Whatever can go on does. */
    private RunMoves proceed(Walk walk) {
        BeginStep steps = new BeginStep(walk, values);
        for (Optional<String> next = walk.nextReady(); next.isPresent(); next = walk.nextReady()) {
            steps.goOn(next.get());
        }
        if (walk.isAllDone()) {
            walk.finish(new RunResult(values).of(walk.run()));
        } else if (walk.phase() == Phase.STOPPING && walk.active() == 0 && walk.isToUndo()) {
            walk.undo();
        }
        boolean over =
                switch (walk.phase()) {
                    case STOPPING -> walk.active() == 0;
                    case UNDOING -> walk.active() == 0 && !new UndoSteps(walk, values).next();
                    case READY, STEPPING, ENDED -> false;
                };
        if (over) {
            walk.finish(new RunMoves.End.Failed(walk.error()));
        }
        return walk.moves(walk.run().plan().waits());
    }

    private static boolean isAwaited(Running run, StepKey part, String actionId) {
        Phase phase =
                run.records().head().map(it -> Phase.valueOf(it.getPhase())).orElse(Phase.ENDED);
        if (part.undo()) {
            return phase == Phase.UNDOING && UndoSteps.isUnderWay(run, part, actionId);
        }
        boolean once = run.plan().step(part.step()).each() instanceof Each.Once;
        if (once == part.index().isPresent()) {
            return false;
        }
        Optional<Integer> segment =
                part.index().isPresent()
                        ? run.records()
                                .item(part.step(), part.index().get())
                                .filter(it -> it.getState().equals(NodeState.ACTIVE.name()))
                                .map(RunItem::getSegment)
                        : run.records()
                                .node(part.step())
                                .filter(it -> NodeRow.state(it) == NodeState.ACTIVE)
                                .map(RunNode::getSegment);
        return segment.filter(it -> run.actionId(part, it).equals(actionId)).isPresent();
    }

    private static boolean isReady(RunHead head, Of of) {
        return head.getSegment() == of.segment() && head.getPhase().equals(Phase.READY.name());
    }

    private static boolean isFree(RunNode node) {
        return NodeRow.state(node) == NodeState.PENDING && node.getAwaits() == 0;
    }

    private static RunHead first(Running run) {
        int steps = run.plan().inOrder().size();
        return new RunHead(run.segment(), Phase.READY.name(), steps, 0, 0, null, false);
    }

    private static Walk walk(Running run) {
        return new Walk(run, run.records().head().orElseThrow());
    }

    private Running running(Of of, Instant now) {
        return new Running(
                of.request(),
                of.segment(),
                plan(of),
                new RunRecords(rows, of.request().getActionId()),
                of.wake(),
                now);
    }

    private RunPlan plan(Of of) {
        return plans.of(Objects.requireNonNull(of.request().getDefinition()));
    }
}
