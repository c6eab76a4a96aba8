package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.state.RunItem;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.Template;
import dev.actionbus.workflow.WorkflowStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Undoes what was done, one part after the other, the last one first; whatever comes of it. */
final class UndoSteps {

    private final Walk walk;
    private final Running run;
    private final Values values;

    UndoSteps(Walk walk, Values values) {
        this.walk = walk;
        this.run = walk.run();
        this.values = values;
    }

    /** Whether this is the part that is being undone, by this action. */
    static boolean isUnderWay(Running run, StepKey part, String actionId) {
        return part.undo()
                && run.records().lastToUndo().map(StepKey::undoing).equals(Optional.of(part))
                && run.actionId(part, run.segment()).equals(actionId);
    }

    void ended(StepKey part, StepOutcome outcome) {
        walk.actionEnded();
        outcome.error().ifPresent(why -> walk.alsoFailed(part + " failed: " + why.getCode()));
        run.records().undone();
    }

    /** Asks for the next one; false: there is none. */
    boolean next() {
        for (Optional<StepKey> last = run.records().lastToUndo();
                last.isPresent();
                last = run.records().lastToUndo()) {
            StepKey part = last.get();
            switch (params(part)) {
                case Evaluated.Value params -> {
                    ask(part, Json.canonical(params.value()));
                    return true;
                }
                case Evaluated.Failed why -> {
                    walk.alsoFailed(part.undoing() + " failed: " + why.message());
                    run.records().undone();
                }
            }
        }
        return false;
    }

    private void ask(StepKey part, String params) {
        ActionRequested request = AskForStep.of(run, part.undoing(), params, run.id());
        walk.ask(request);
        walk.say(part, "COMPENSATING", request.getActionId(), null, null);
        part.index()
                .ifPresent(index ->
                        run.records()
                                .item(part.step(), index)
                                .ifPresent(it ->
                                        run.records()
                                                .item(
                                                        part.step(),
                                                        index,
                                                        new RunItem(
                                                                NodeState.UNDONE.name(),
                                                                it.getSegment()))));
        run.records()
                .node(part.step())
                .ifPresent(it -> run.records().node(part.step(), NodeRow.to(it, NodeState.UNDONE)));
    }

    private Evaluated params(StepKey part) {
        WorkflowStep step = run.plan().step(part.step());
        Template template = run.plan().expressions(part.step()).compensate().orElseThrow();
        Map<String, JsonNode> names = new HashMap<>();
        int index = part.index().orElse(0);
        boolean whole = part.index().isEmpty();
        names.put(
                "result",
                whole
                        ? values.result(run, part.step(), new Room(Room.FOR_EXPRESSIONS))
                        : values.item(run, part.step(), index));
        names.put("index", IntNode.valueOf(index));
        switch (step.each()) {
            case Each.Map map -> names.put(map.as(), item(step, index));
            case Each.Loop _ ->
                    names.put(
                            "last",
                            index == 0
                                    ? Values.nothing()
                                    : values.item(run, part.step(), index - 1));
            case Each.Once _ -> {
                // no names of its own
            }
        }
        return values.fill(template, run, names);
    }

    private JsonNode item(WorkflowStep step, int index) {
        Template over = run.plan().expressions(step.name()).over().orElseThrow();
        return values.list(over, run, step.name()) instanceof Evaluated.Value list
                        && list.value().has(index)
                ? list.value().get(index)
                : Values.nothing();
    }
}
