package dev.actionbus.workflow;

import dev.actionbus.document.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A field that an expression reads of what a step comes to, as in {@code steps.STEP.OF.NAME}.
 *
 * @param pointer JSON pointer of the place with the expression
 * @param of {@code result}, {@code results}, {@code status} or {@code error} if it is right
 */
record FieldRead(String pointer, String step, String of, String name) {

    private static final Set<String> OF_ERRORS = Set.of("code", "message");
    private static final Set<String> OF_DECISIONS = Set.of("approved", "by", "comment");

    /** All of a workflow that must be there for the expression to have a value. */
    static List<FieldRead> in(Plan plan) {
        List<FieldRead> reads = new ArrayList<>();
        for (Map.Entry<String, StepExpressions> step : plan.expressions().entrySet()) {
            step.getValue()
                    .all()
                    .forEach((place, template) ->
                            addTo(reads, "/steps/" + step.getKey() + "/" + place, template));
        }
        plan.result().ifPresent(template -> addTo(reads, "/result", template));
        return reads;
    }

    private static void addTo(List<FieldRead> reads, String pointer, Template template) {
        for (Expression expression : template.expressions()) {
            for (ValuePath path : expression.paths()) {
                List<Object> parts = path.parts();
                if (path.root().equals("steps")
                        && parts.size() >= 3
                        && parts.get(0) instanceof String step
                        && parts.get(1) instanceof String of
                        && parts.get(2) instanceof String name) {
                    reads.add(new FieldRead(pointer, step, of, name));
                }
            }
        }
    }

    /** The fields there can be; none: it is no object. Empty: only a run can tell. */
    Optional<Set<String>> known(WorkflowStep read) {
        return switch (of) {
            case "status", "results" -> Optional.of(Set.of());
            case "error" -> Optional.of(OF_ERRORS);
            case "result" -> ofResult(read);
            default -> Optional.empty();
        };
    }

    private static Optional<Set<String>> ofResult(WorkflowStep read) {
        if (read.each() instanceof Each.Map || read.work() instanceof Work.Delay) {
            return Optional.of(Set.of());
        }
        return read.work() instanceof Work.Approval ? Optional.of(OF_DECISIONS) : Optional.empty();
    }

    /** What to say if it is none of these. */
    String missing(Set<String> known) {
        return "there is no field "
                + Fields.shown(name)
                + " in steps."
                + step
                + "."
                + of
                + (known.isEmpty() ? ", which is no object" : Nearest.among(name, known));
    }
}
