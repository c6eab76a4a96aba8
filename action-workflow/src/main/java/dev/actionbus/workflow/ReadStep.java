package dev.actionbus.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one step: exactly one kind of work, and what is around it. */
final class ReadStep {

    private static final List<String> KINDS =
            List.of("action", "workflow", "delay", "signal", "approval");
    private static final Set<String> AROUND =
            Set.of("after", "when", "onFailure", "map", "loop", "compensate");

    private ReadStep() {}

    static Optional<WorkflowStep> of(String name, Fields fields) {
        if (!name.matches(WorkflowStep.NAME_PATTERN)) {
            fields.errors()
                    .add(
                            "NAME_INVALID",
                            fields.pointer(),
                            "a step's name matches " + WorkflowStep.NAME_PATTERN);
            return Optional.empty();
        }
        Optional<String> kind = kind(fields);
        fields.only(known(kind));
        Optional<Work> work = kind.flatMap(k -> ReadWork.of(k, fields));
        Optional<Each> each = each(fields, kind);
        OnFailure onFailure = onFailure(fields);
        Optional<String> when = condition(fields, "when");
        Optional<Work.Action> compensate =
                fields.object("compensate", "a compensation")
                        .flatMap(ReadWork::compensation)
                        .filter(c -> forCallsOnly(fields, "compensate", kind));
        if (work.isEmpty() || each.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new WorkflowStep(
                        name,
                        work.get(),
                        each.get(),
                        fields.texts("after"),
                        when,
                        onFailure,
                        compensate));
    }

    private static Optional<String> kind(Fields fields) {
        List<String> found = KINDS.stream().filter(fields::has).toList();
        if (found.size() > 1) {
            return fields.invalid(
                    found.get(1), "is one kind of work too many beside " + found.get(0));
        }
        return found.isEmpty()
                ? fields.missing("action", "a step has one of " + String.join(", ", KINDS))
                : Optional.of(found.get(0));
    }

    private static Set<String> known(Optional<String> kind) {
        Set<String> known = new HashSet<>(AROUND);
        kind.map(ReadWork.KEYS::get)
                .ifPresentOrElse(
                        known::addAll, () -> ReadWork.KEYS.values().forEach(known::addAll));
        return known;
    }

    private static Optional<Each> each(Fields fields, Optional<String> kind) {
        if (fields.has("map") && fields.has("loop")) {
            return fields.invalid("loop", "and map are not for the same step");
        }
        if (fields.has("map")) {
            return fields.object("map", "map")
                    .filter(m -> forCallsOnly(fields, "map", kind))
                    .flatMap(ReadStep::map);
        }
        if (fields.has("loop")) {
            return fields.object("loop", "loop")
                    .filter(l -> forCallsOnly(fields, "loop", kind))
                    .flatMap(ReadStep::loop);
        }
        return Optional.of(new Each.Once());
    }

    private static boolean forCallsOnly(Fields fields, String key, Optional<String> kind) {
        boolean right = kind.stream().allMatch(k -> k.equals("action") || k.equals("workflow"));
        if (!right) {
            fields.invalid(key, "is for an action or a workflow");
        }
        return right;
    }

    private static Optional<Each> map(Fields map) {
        map.only(Set.of("over", "as", "parallel"));
        int parallel =
                map.whole("parallel", 1, Each.Map.MOST_PARALLEL).orElse(Each.Map.DEFAULT_PARALLEL);
        String as = map.text("as").orElse("item");
        if (!Expressions.isFreeName(as)) {
            return map.invalid("as", "is a name of its own, such as item");
        }
        if (!map.has("over")) {
            return map.missing("over", "map has over, the list");
        }
        return map.value("over")
                .filter(over -> over.isArray() || isWhole(over.asText()) || badList(map))
                .map(over -> new Each.Map(over, as, parallel));
    }

    private static boolean badList(Fields map) {
        map.invalid("over", "is a list, or one ${...} whose value is a list");
        return false;
    }

    private static Optional<Each> loop(Fields loop) {
        loop.only(Set.of("while", "max"));
        if (!loop.has("while") || !loop.has("max")) {
            return loop.missing("max", "loop has while, a condition, and max, a bound");
        }
        int max = loop.whole("max", 1, Each.Loop.MOST_ROUNDS).orElse(1);
        return condition(loop, "while").map(condition -> new Each.Loop(condition, max));
    }

    private static Optional<String> condition(Fields fields, String key) {
        return fields.text(key)
                .filter(text -> {
                    boolean right = isWhole(text);
                    if (!right) {
                        fields.invalid(key, "is one ${...}");
                    }
                    return right;
                });
    }

    private static boolean isWhole(String text) {
        try {
            List<TextPieces.Piece> pieces = TextPieces.of(text);
            return pieces.size() == 1 && pieces.get(0).expression();
        } catch (WrongExpression e) {
            return false;
        }
    }

    private static OnFailure onFailure(Fields fields) {
        String text = fields.text("onFailure").orElse("fail");
        return Stream.of(OnFailure.values())
                .filter(value -> value.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> {
                    fields.invalid("onFailure", "is fail, continue or compensate");
                    return OnFailure.FAIL;
                });
    }
}
