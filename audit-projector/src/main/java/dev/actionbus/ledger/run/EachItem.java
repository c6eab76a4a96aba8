package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunItems;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.OnFailure;
import dev.actionbus.workflow.Template;
import dev.actionbus.workflow.WorkflowStep;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step that does its work more than once. Its row has counters only, so that the end of an item
 * costs the same however many there are. Items that were completed in an earlier segment stay so.
 */
final class EachItem {

    /** However many may run at once as the definition says. */
    private static final int MOST_ACTIVE = 1000;

    private final Walk walk;
    private final Running run;
    private final Values values;
    private final BeginStep steps;

    EachItem(Walk walk, Values values, BeginStep steps) {
        this.walk = walk;
        this.run = walk.run();
        this.values = values;
        this.steps = steps;
    }

    void begin(WorkflowStep step, RunNode node) {
        switch (step.each()) {
            case Each.Map _ -> beginMap(step, node);
            case Each.Loop _ ->
                    goOn(
                            step,
                            NodeRow.items(
                                    NodeRow.active(node, run.segment()),
                                    new RunItems(NodeRow.UNKNOWN, 0, 0, 0)));
            case Each.Once _ -> throw new IllegalArgumentException(step.name());
        }
    }

    private void beginMap(WorkflowStep step, RunNode node) {
        switch (list(step)) {
            case Evaluated.Failed why ->
                    steps.fail(step, node, BeginStep.error(why, step, "map/over"));
            case Evaluated.Value found when !found.value().isArray() ->
                    steps.fail(
                            step,
                            node,
                            BeginStep.error("MAP_INVALID", "what it goes over is no list"));
            case Evaluated.Value found when found.value().size() > Each.Map.MOST_ITEMS ->
                    steps.fail(
                            step,
                            node,
                            BeginStep.error(
                                    "MAP_TOO_LARGE",
                                    "a list has at most " + Each.Map.MOST_ITEMS + " items"));
            case Evaluated.Value found -> {
                int total = found.value().size();
                walk.say(StepKey.of(step.name()), "SCHEDULED", null, total + " items", null);
                goOn(
                        step,
                        NodeRow.items(
                                NodeRow.active(node, run.segment()), new RunItems(total, 0, 0, 0)));
            }
        }
    }

    void goOn(WorkflowStep step, RunNode node) {
        switch (step.each()) {
            case Each.Map map -> goOnMap(step, map, node);
            case Each.Loop loop -> goOnLoop(step, loop, node);
            case Each.Once _ -> {
                // its action is under way
            }
        }
    }

    /** The action of an item has ended. */
    void ended(WorkflowStep step, RunNode node, int index, @Nullable ErrorDetail error) {
        RunItems before = node.getItems();
        RunItems items =
                new RunItems(
                        before.getTotal(),
                        before.getNext(),
                        before.getActive() - 1,
                        before.getFailed() + (error == null ? 0 : 1));
        RunNode next = NodeRow.items(node, items);
        if (error == null) {
            walk.done(StepKey.of(step.name(), index));
        } else if (next.getError() == null) {
            next = NodeRow.ended(next, NodeRow.state(next), null, error);
        }
        run.records().node(step.name(), next);
        if (walk.phase() != Phase.STEPPING) {
            return;
        }
        boolean goesOn = step.onFailure() == OnFailure.CONTINUE && step.each() instanceof Each.Map;
        if (error != null && !goesOn) {
            failed(step, next);
        } else {
            walk.ready(step.name());
        }
    }

    private void goOnMap(WorkflowStep step, Each.Map map, RunNode node) {
        RunItems items = node.getItems();
        int next = items.getNext();
        int active = items.getActive();
        int failed = items.getFailed();
        RunNode row = node;
        int most = Math.min(map.parallel(), MOST_ACTIVE);
        while (next < items.getTotal() && active < most && walk.mayBegin()) {
            int index = next++;
            Optional<RunItem> before = run.records().item(step.name(), index);
            if (before.filter(it -> is(it, NodeState.COMPLETED)).isPresent()) {
                continue;
            }
            Map<String, JsonNode> names =
                    Map.of("index", IntNode.valueOf(index), map.as(), item(step, index));
            Optional<ErrorDetail> wrong = ask(step, index, names, before, row);
            if (wrong.isEmpty()) {
                active++;
            } else {
                failed++;
                row = NodeRow.ended(row, NodeState.ACTIVE, null, wrong.get());
                if (step.onFailure() != OnFailure.CONTINUE) {
                    break;
                }
            }
        }
        row = NodeRow.items(row, new RunItems(items.getTotal(), next, active, failed));
        run.records().node(step.name(), row);
        if (failed > 0 && step.onFailure() != OnFailure.CONTINUE) {
            failed(step, row);
        } else if (next == items.getTotal() && active == 0) {
            ended(step, row);
        } else if (next < items.getTotal() && active < most) {
            walk.ready(step.name());
        }
    }

    private void goOnLoop(WorkflowStep step, Each.Loop loop, RunNode node) {
        RunItems items = node.getItems();
        int next = items.getNext();
        RunNode row = node;
        while (items.getActive() == 0 && next < loop.max()) {
            Optional<RunItem> before = run.records().item(step.name(), next);
            if (before.filter(it -> is(it, NodeState.COMPLETED)).isPresent()) {
                next++;
                continue;
            }
            row = NodeRow.items(node, new RunItems(items.getTotal(), next, 0, 0));
            run.records().node(step.name(), row);
            Map<String, JsonNode> names =
                    Map.of(
                            "index",
                            IntNode.valueOf(next),
                            "last",
                            next == 0 ? Values.nothing() : values.item(run, step.name(), next - 1));
            Template condition = run.plan().expressions(step.name()).condition().orElseThrow();
            switch (values.fill(condition, run, names)) {
                case Evaluated.Failed why -> {
                    steps.fail(step, row, BeginStep.error(why, step, "loop/while"));
                    return;
                }
                case Evaluated.Value found when !found.value().isBoolean() -> {
                    steps.fail(
                            step,
                            row,
                            BeginStep.error("CONDITION_INVALID", "while is no true or false"));
                    return;
                }
                case Evaluated.Value found when found.value().booleanValue() -> {
                    Optional<ErrorDetail> wrong = ask(step, next, names, before, row);
                    row =
                            NodeRow.items(
                                    row,
                                    new RunItems(
                                            items.getTotal(),
                                            next + 1,
                                            wrong.isEmpty() ? 1 : 0,
                                            0));
                    if (wrong.isPresent()) {
                        steps.fail(step, row, wrong.get());
                    } else {
                        run.records().node(step.name(), row);
                    }
                    return;
                }
                case Evaluated.Value _ -> {
                    ended(step, row);
                    return;
                }
            }
        }
        if (items.getActive() == 0) {
            ended(step, NodeRow.items(row, new RunItems(items.getTotal(), next, 0, 0)));
        }
    }

    /** Why it can not be asked for, if it can not. */
    private Optional<ErrorDetail> ask(
            WorkflowStep step,
            int index,
            Map<String, JsonNode> names,
            Optional<RunItem> before,
            RunNode node) {
        StepKey part = StepKey.of(step.name(), index);
        Optional<String> params = steps.params(part, names);
        if (params.isEmpty()) {
            run.records()
                    .item(step.name(), index, new RunItem(NodeState.FAILED.name(), run.segment()));
            return Optional.of(steps.paramsWrong(part, names));
        }
        int earlier = before.map(RunItem::getSegment).orElseGet(run::segment);
        int segment = steps.ask(part, params.get(), earlier, node.getCause());
        run.records().item(step.name(), index, new RunItem(NodeState.ACTIVE.name(), segment));
        return Optional.empty();
    }

    private void ended(WorkflowStep step, RunNode node) {
        if (node.getItems().getFailed() > 0) {
            failed(step, node);
            return;
        }
        int count = node.getItems().getNext();
        walk.say(StepKey.of(step.name()), NodeState.COMPLETED, count + " done");
        walk.end(step.name(), NodeRow.to(node, NodeState.COMPLETED), node.getCause());
    }

    private void failed(WorkflowStep step, RunNode node) {
        ErrorDetail first =
                node.getError() == null
                        ? BeginStep.error("ITEM_FAILED", "an item failed")
                        : node.getError();
        steps.fail(step, node, first);
    }

    private JsonNode item(WorkflowStep step, int index) {
        return list(step) instanceof Evaluated.Value list && list.value().has(index)
                ? list.value().get(index)
                : Values.nothing();
    }

    private Evaluated list(WorkflowStep step) {
        Template over = run.plan().expressions(step.name()).over().orElseThrow();
        return values.list(over, run, step.name());
    }

    private static boolean is(RunItem item, NodeState state) {
        return item.getState().equals(state.name());
    }
}
