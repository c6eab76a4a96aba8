package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.Expression;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.StepRead;
import dev.actionbus.workflow.Template;
import dev.actionbus.workflow.WorkflowStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a run see: its params, and what its steps came to, read from where the
 * ledger keeps it. Only what an expression names is looked up.
 */
final class Values {

    private static final int RUNS_KEPT = 32;

    private final StepOutcome.Known known;
    private final Recently<JsonNode> params = new Recently<>(RUNS_KEPT);
    private final Recently<Evaluated> lists = new Recently<>(RUNS_KEPT);

    Values(StepOutcome.Known known) {
        this.known = known;
    }

    StepOutcome.Known known() {
        return known;
    }

    Evaluated fill(Template template, Running run) {
        return fill(template, run, Map.of());
    }

    /**
     * @param more names that only hold here
     */
    Evaluated fill(Template template, Running run, Map<String, JsonNode> more) {
        try {
            Map<String, JsonNode> scope = scope(template, run, more);
            return LargeValues.read(template, scope).orElseGet(() -> template.fill(scope));
        } catch (Room.Full e) {
            return tooMuch();
        }
    }

    static Evaluated.Failed tooMuch() {
        return new Evaluated.Failed(
                "EXPRESSION_LIMIT",
                "it reads results of more than "
                        + Room.FOR_EXPRESSIONS
                        + " characters; let an action hand on what is needed of each");
    }

    /** A value for each name that the template may read; {@link Room.Full} if that is too much. */
    Map<String, JsonNode> scope(Template template, Running run, Map<String, JsonNode> more) {
        Map<String, JsonNode> scope = new HashMap<>(more);
        scope.put("params", params(run));
        scope.put("run", Json.object().put("id", run.id()));
        scope.put("steps", steps(template, run, new Room(Room.FOR_EXPRESSIONS)));
        return scope;
    }

    /** The list of a map. It stays the same for a segment, so it is made once. */
    Evaluated list(Template over, Running run, String step) {
        return lists.get(new ListOf(run.id(), run.segment(), step), () -> fill(over, run));
    }

    private record ListOf(String runId, int segment, String step) {}

    /** The result of a part that was completed; null: it has none. */
    private JsonNode result(Running run, StepKey part, int segment, Room room) {
        return known.of(run.actionId(part, segment))
                .flatMap(StepOutcome::result)
                .map(room::take)
                .map(Json::parse)
                .orElseGet(Values::nothing);
    }

    /** What a whole step came to. */
    JsonNode result(Running run, String name, Room room) {
        Optional<RunNode> found = run.records().node(name);
        if (found.isEmpty()) {
            return nothing();
        }
        RunNode node = found.get();
        WorkflowStep step = run.plan().step(name);
        if (!Running.hasActions(step)) {
            return node.getResult() == null ? nothing() : Json.parse(room.take(node.getResult()));
        }
        return switch (step.each()) {
            case Each.Once _ -> once(run, name, node, room);
            case Each.Map _ -> results(run, name, node, room);
            case Each.Loop _ -> {
                int rounds = node.getItems() == null ? 0 : node.getItems().getNext();
                yield rounds == 0 ? nothing() : item(run, name, rounds - 1, room);
            }
        };
    }

    /** The result of an item or iteration; null if it has none. */
    JsonNode item(Running run, String step, int index) {
        return item(run, step, index, new Room(Room.FOR_EXPRESSIONS));
    }

    private JsonNode item(Running run, String step, int index, Room room) {
        Optional<RunItem> item = run.records().item(step, index);
        return item.filter(it -> isCompleted(it.getState()))
                .map(it -> result(run, StepKey.of(step, index), it.getSegment(), room))
                .orElseGet(Values::nothing);
    }

    private ObjectNode steps(Template template, Running run, Room room) {
        ObjectNode steps = Json.object();
        for (Expression expression : template.expressions()) {
            for (StepRead read : expression.steps()) {
                ObjectNode fields = (ObjectNode) steps.get(read.step());
                if (fields == null) {
                    fields = steps.putObject(read.step());
                }
                if (!fields.has(read.field()) && run.plan().has(read.step())) {
                    fields.set(read.field(), field(run, read, room));
                }
            }
        }
        return steps;
    }

    private JsonNode field(Running run, StepRead read, Room room) {
        Optional<RunNode> node = run.records().node(read.step());
        return switch (read.field()) {
            case "result" -> result(run, read.step(), room);
            case "results" ->
                    node.map(it -> results(run, read.step(), it, room)).orElseGet(Values::nothing);
            case "status" ->
                    node.<JsonNode>map(it -> TextNode.valueOf(it.getState()))
                            .orElseGet(Values::nothing);
            case "error" -> node.map(it -> error(it.getError())).orElseGet(Values::nothing);
            default -> nothing();
        };
    }

    private JsonNode once(Running run, String step, RunNode node, Room room) {
        return isCompleted(node.getState())
                ? result(run, StepKey.of(step), node.getSegment(), room)
                : nothing();
    }

    private JsonNode results(Running run, String step, RunNode node, Room room) {
        ArrayNode all = Json.list();
        if (node.getItems() == null) {
            return node.getState().equals(NodeState.SKIPPED.name())
                    ? nothing()
                    : all.add(result(run, step, room));
        }
        int count = node.getItems().getNext();
        for (int index = 0; index < count; index++) {
            all.add(item(run, step, index, room));
        }
        return all;
    }

    private JsonNode params(Running run) {
        return params.get(run.id() + run.segment(), () -> Json.parse(run.request().getParams()));
    }

    private static JsonNode error(@Nullable ErrorDetail error) {
        return error == null
                ? nothing()
                : Json.object().put("code", error.getCode()).put("message", error.getMessage());
    }

    private static boolean isCompleted(String state) {
        return state.equals(NodeState.COMPLETED.name());
    }

    static JsonNode nothing() {
        return NullNode.getInstance();
    }
}
