package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.StepRead;
import dev.actionbus.workflow.Template;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run comes to. A value that lies in the store is handed on if it is the whole result; a
 * claim that nobody has left by a result or params of an action is refused, as everywhere else.
 */
final class RunResult {

    private static final int LARGEST = 1 << 20;

    private final Values values;

    RunResult(Values values) {
        this.values = values;
    }

    RunMoves.End of(Running run) {
        Evaluated whole =
                run.plan()
                        .plan()
                        .result()
                        .map(it -> within(filled(it, run)))
                        .orElseGet(() -> ends(run));
        return switch (whole) {
            case Evaluated.Failed why -> new RunMoves.End.Failed(BeginStep.error(why));
            case Evaluated.Value found -> {
                String text = Json.canonical(found.value());
                yield text.length() <= LARGEST
                        ? new RunMoves.End.Completed(text)
                        : new RunMoves.End.Failed(BeginStep.error(tooLarge()));
            }
        };
    }

    private static Evaluated.Failed tooLarge() {
        return new Evaluated.Failed("RESULT_TOO_LARGE", "a result has at most 1 MiB");
    }

    private static Evaluated within(Evaluated result) {
        return result instanceof Evaluated.Failed why ? why.in("/result") : result;
    }

    private Evaluated filled(Template template, Running run) {
        try {
            return filled(template, run, values.scope(template, run, Map.of()));
        } catch (Room.Full e) {
            return Values.tooMuch();
        }
    }

    private static Evaluated filled(Template template, Running run, Map<String, JsonNode> scope) {
        Evaluated found =
                template.isReference()
                        ? template.fill(scope)
                        : LargeValues.read(template, scope).orElseGet(() -> template.fill(scope));
        if (!(found instanceof Evaluated.Value(JsonNode value))) {
            return LargeValues.read(template, scope).orElse(found);
        }
        if (LargeValues.isClaim(value)) {
            return isLeft(value, template, scope, run)
                    ? found
                    : new Evaluated.Failed(
                            "RESULT_INVALID", "a result can not claim what others have left");
        }
        return LargeValues.read(template, scope).orElse(found);
    }

    /** Whether a gateway or an executor has put it where it is read. */
    private static boolean isLeft(
            JsonNode claim, Template template, Map<String, JsonNode> scope, Running run) {
        Stream<JsonNode> results =
                template.expressions().stream()
                        .flatMap(it -> it.steps().stream())
                        .filter(it -> isOfAction(it, run))
                        .flatMap(it -> LargeValues.all(LargeValues.value(it, scope)));
        return claim.equals(scope.get("params")) || results.anyMatch(claim::equals);
    }

    private static boolean isOfAction(StepRead read, Running run) {
        return Running.hasActions(run.plan().step(read.step()));
    }

    /** Of the steps that no other needs, by name. */
    private Evaluated ends(Running run) {
        try {
            return ends(run, new Room(LARGEST));
        } catch (Room.Full e) {
            return tooLarge();
        }
    }

    private Evaluated ends(Running run, Room room) {
        ObjectNode all = Json.object();
        for (String name : run.plan().last()) {
            JsonNode result = values.result(run, name, room);
            if (LargeValues.isIn(result)) {
                return LargeValues.inStore(LargeValues.ofStep(name));
            }
            all.set(name, result);
        }
        return new Evaluated.Value(all);
    }
}
