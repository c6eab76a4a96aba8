package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.Expression;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.StepRead;
import dev.actionbus.workflow.Template;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Params and results of which the ledger has only the claim, as they lie in the store of payloads.
 * It does no I/O, so no expression sees what is in them.
 */
final class LargeValues {

    private static final Map<String, String> ROOTS =
            Map.of(
                    "params", "the run's params",
                    "last", "the result of the round before",
                    "result", "the result of the step that is undone");

    private LargeValues() {}

    /** Why the template can not be filled, if it reads one. */
    static Optional<Evaluated> read(Template template, Map<String, JsonNode> scope) {
        return template.expressions().stream()
                .flatMap(expression -> read(expression, scope))
                .findFirst()
                .map(LargeValues::inStore);
    }

    static Evaluated inStore(String what) {
        return new Evaluated.Failed(
                "RESULT_IN_STORE",
                what + " has more than 256 KiB and lies in the store: no expression can read it");
    }

    static String ofStep(String name) {
        return "the result of step " + name;
    }

    /** Whether it is a claim, or a list that has one. */
    static boolean isIn(JsonNode value) {
        return all(value).anyMatch(LargeValues::isClaim);
    }

    static boolean isClaim(JsonNode value) {
        return value.isObject()
                && value.size() == 1
                && value.has("$claim")
                && PayloadClaim.in(Json.canonical(value)).isPresent();
    }

    /** Itself, or what is in it if it is a list, as the results of a map are. */
    static Stream<JsonNode> all(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                : Stream.of(value);
    }

    private static Stream<String> read(Expression expression, Map<String, JsonNode> scope) {
        Stream<String> steps =
                expression.steps().stream()
                        .filter(read -> isIn(value(read, scope)))
                        .map(read -> ofStep(read.step()));
        Stream<String> roots =
                expression.roots().stream()
                        .filter(ROOTS::containsKey)
                        .filter(root -> isClaim(scope.getOrDefault(root, Values.nothing())))
                        .map(ROOTS::get);
        return Stream.concat(steps, roots);
    }

    static JsonNode value(StepRead read, Map<String, JsonNode> scope) {
        return scope.getOrDefault("steps", Values.nothing()).path(read.step()).path(read.field());
    }
}
