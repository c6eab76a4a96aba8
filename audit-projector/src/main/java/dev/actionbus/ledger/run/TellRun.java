package dev.actionbus.ledger.run;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.run.RunTold.Asked;
import dev.actionbus.ledger.run.RunTold.Items;
import dev.actionbus.ledger.run.RunTold.Standing;
import dev.actionbus.ledger.run.RunTold.StepTold;
import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunItems;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells how a run stands from its rows. */
public final class TellRun {

    private static final String PENDING = NodeState.PENDING.name();

    /** What was under way when the run ended, or failed: no row says so. */
    private static final String CANCELLED = "CANCELLED";

    private final RunRecords records;
    private final ActionRequested run;
    private final RunPlan plan;
    private final Predicate<String> accepted;
    private final Optional<RunHead> head;

    /**
     * @param run what was asked for, with the definition it began with
     * @param accepted whether the ledger has accepted an action
     */
    public TellRun(RunRows rows, ActionRequested run, Plans plans, Predicate<String> accepted) {
        this.records = new RunRecords(rows, run.getActionId());
        this.run = run;
        this.plan =
                plans.of(
                        records.definition()
                                .orElseGet(() -> Objects.requireNonNull(run.getDefinition())));
        this.accepted = accepted;
        this.head = records.head();
    }

    public RunTold tell(Asked asked) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        List<StepTold> matching = new ArrayList<>();
        int position = 0;
        boolean more = false;
        for (WorkflowStep step : plan.inOrder()) {
            Optional<RunNode> node = records.node(step.name());
            String state = node.map(RunNode::getState).map(this::state).orElse(PENDING);
            counts.merge(state, 1, Integer::sum);
            boolean wanted = asked.state().stream().allMatch(state::equals);
            if (wanted && asked.itemsOf().isEmpty() && position++ >= asked.from()) {
                if (matching.size() < asked.most()) {
                    matching.add(step(step, node));
                } else {
                    more = true;
                }
            }
        }
        List<StepTold> page =
                asked.itemsOf()
                        .filter(plan::has)
                        .map(step -> items(plan.step(step), asked))
                        .orElse(matching);
        boolean full = asked.itemsOf().isPresent() && page.size() == asked.most();
        return new RunTold(
                new RunTold.Definition(
                        plan.snapshot().main().name(), plan.snapshot().main().version()),
                head.map(RunHead::getSegment).orElse(1),
                head.map(RunHead::getPhase).orElse(""),
                counts,
                page,
                more || full ? OptionalInt.of(asked.from() + page.size()) : OptionalInt.empty());
    }

    private StepTold step(WorkflowStep step, Optional<RunNode> node) {
        Standing standing =
                node.map(known ->
                                new Standing(
                                        state(known.getState()),
                                        segment(known),
                                        actionId(step, known),
                                        Optional.ofNullable(known.getItems()).map(TellRun::items),
                                        Optional.ofNullable(known.getError())))
                        .orElseGet(() ->
                                new Standing(
                                        PENDING,
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()));
        return new StepTold(
                step.name(), List.copyOf(plan.needs(step.name())), what(step), standing);
    }

    private static OptionalInt segment(RunNode node) {
        return node.getState().equals(PENDING)
                ? OptionalInt.empty()
                : OptionalInt.of(node.getSegment());
    }

    /** Nobody waits for a step any more once the run has ended, or is about to fail. */
    private String state(String row) {
        Phase phase = head.map(it -> Phase.valueOf(it.getPhase())).orElse(Phase.READY);
        boolean left =
                switch (NodeState.valueOf(row)) {
                    case WAITING -> phase != Phase.STEPPING;
                    case ACTIVE -> phase == Phase.ENDED;
                    case PENDING, COMPLETED, FAILED, SKIPPED, UNDONE -> false;
                };
        return left ? CANCELLED : row;
    }

    private Optional<String> actionId(WorkflowStep step, RunNode node) {
        boolean begun =
                Stream.of(NodeState.PENDING, NodeState.SKIPPED)
                        .noneMatch(it -> it.name().equals(node.getState()));
        return begun && step.each() instanceof Each.Once
                ? actionId(step, StepKey.of(step.name()), node.getState(), node.getSegment())
                : Optional.empty();
    }

    /** One that is under way may not have been accepted yet; another may have failed before. */
    private Optional<String> actionId(WorkflowStep step, StepKey key, String row, int segment) {
        return work(step)
                .map(it -> key.actionId(run, segment, it))
                .filter(id -> state(row).equals(NodeState.ACTIVE.name()) || accepted.test(id));
    }

    private List<StepTold> items(WorkflowStep step, Asked asked) {
        List<StepTold> items = new ArrayList<>();
        int end = records.node(step.name()).map(TellRun::begun).orElse(0);
        for (int i = asked.from(); i < end && items.size() < asked.most(); i++) {
            StepKey key = StepKey.of(step.name(), i);
            records.item(step.name(), i)
                    .filter(item -> asked.state().stream().allMatch(state(item.getState())::equals))
                    .ifPresent(item ->
                            items.add(
                                    new StepTold(
                                            key.toString(),
                                            List.of(),
                                            what(step),
                                            standing(step, key, item))));
        }
        return items;
    }

    private Standing standing(WorkflowStep step, StepKey key, RunItem item) {
        return new Standing(
                state(item.getState()),
                OptionalInt.of(item.getSegment()),
                actionId(step, key, item.getState(), item.getSegment()),
                Optional.empty(),
                Optional.empty());
    }

    private static int begun(RunNode node) {
        return node.getItems() == null ? 0 : node.getItems().getNext();
    }

    private static Items items(RunItems items) {
        return new Items(
                items.getTotal() < 0 ? OptionalInt.empty() : OptionalInt.of(items.getTotal()),
                items.getNext() - items.getActive(),
                items.getActive(),
                items.getFailed());
    }

    private static Optional<StepKey.Work> work(WorkflowStep step) {
        if (step.work() instanceof Work.Action action) {
            return Optional.of(new StepKey.Work(action.name(), action.version()));
        } else if (step.work() instanceof Work.SubWorkflow sub) {
            return Optional.of(new StepKey.Work(sub.name(), sub.version().orElseThrow()));
        }
        return Optional.empty();
    }

    private static String what(WorkflowStep step) {
        String what =
                switch (step.work()) {
                    case Work.Action action -> action.name();
                    case Work.SubWorkflow sub -> "workflow " + sub.name();
                    case Work.Delay delay -> "delay " + delay.time();
                    case Work.Signal signal -> "signal " + signal.name();
                    case Work.Approval approval ->
                            "approval" + approval.assignee().map(it -> " by " + it).orElse("");
                };
        return switch (step.each()) {
            case Each.Once _ -> what;
            case Each.Map _ -> "map " + what;
            case Each.Loop _ -> "loop " + what;
        };
    }
}
