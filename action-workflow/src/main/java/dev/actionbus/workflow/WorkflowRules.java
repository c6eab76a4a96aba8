package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.document.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges a definition as a whole. */
final class WorkflowRules {

    private static final Set<String> FIELDS = Set.of("result", "results", "status", "error");
    private static final String CLAIM = "$claim";
    private static final Set<String> RUN_FIELDS = Set.of("id");

    private final Workflow workflow;
    private final Errors errors;
    private final Set<String> names = new TreeSet<>();

    private WorkflowRules(Workflow workflow, Errors errors) {
        this.workflow = workflow;
        this.errors = errors;
        workflow.steps().forEach(step -> names.add(step.name()));
    }

    static void check(Workflow workflow, Errors errors) {
        WorkflowRules rules = new WorkflowRules(workflow, errors);
        if (!rules.isSmall()) {
            return;
        }
        Plan plan =
                Plan.of(
                        workflow,
                        Compiling.judging((pointer, wrong) ->
                                errors.add(
                                        wrong.code(),
                                        pointer,
                                        String.valueOf(wrong.getMessage()))));
        rules.claims();
        rules.names(plan);
        rules.fields(plan);
        rules.conditions(plan);
        rules.shape(plan.graph());
    }

    private boolean isSmall() {
        if (workflow.steps().size() > Workflow.MOST_STEPS) {
            limit("/steps", "a workflow has at most " + Workflow.MOST_STEPS + " steps");
            return false;
        }
        return true;
    }

    /** What others have left in the store of payloads can only be handed on, not written down. */
    private void claims() {
        for (WorkflowStep step : workflow.steps()) {
            StepExpressions.places(step).stream()
                    .filter(place -> place.value().has(CLAIM))
                    .forEach(place ->
                            claim("PARAMS_INVALID", "params", at(step) + "/" + place.name()));
        }
        workflow.result()
                .filter(result -> result.has(CLAIM))
                .ifPresent(it -> claim("RESULT_INVALID", "a result", "/result"));
    }

    private void claim(String code, String what, String pointer) {
        errors.add(code, pointer + "/" + CLAIM, what + " can not claim what others have left");
    }

    /** Whatever is named is there. */
    private void names(Plan plan) {
        for (WorkflowStep step : workflow.steps()) {
            for (String before : step.after()) {
                if (!names.contains(before)) {
                    unknown(at(step) + "/after", "step", before, names);
                }
            }
            plan.expressions(step.name())
                    .all()
                    .forEach((place, template) -> reads(at(step) + "/" + place, template));
        }
        plan.result().ifPresent(template -> reads("/result", template));
    }

    private void reads(String pointer, Template template) {
        Set<String> params = closedParams();
        for (Expression expression : template.expressions()) {
            for (StepRead read : expression.steps()) {
                if (!names.contains(read.step())) {
                    unknown(pointer, "step", read.step(), names);
                } else if (!FIELDS.contains(read.field())) {
                    unknown(pointer, "field steps." + read.step(), read.field(), FIELDS);
                }
            }
            for (String param : expression.params()) {
                if (!params.isEmpty() && !params.contains(param)) {
                    unknown(pointer, "param", param, params);
                }
            }
            for (String field : expression.runFields()) {
                if (!RUN_FIELDS.contains(field)) {
                    unknown(pointer, "field run", field, RUN_FIELDS);
                }
            }
        }
    }

    /** Whatever is read of what a step comes to may be there. */
    private void fields(Plan plan) {
        for (FieldRead read : FieldRead.in(plan)) {
            Optional.ofNullable(plan.steps().get(read.step()))
                    .flatMap(read::known)
                    .filter(known -> !known.contains(read.name()))
                    .ifPresent(known ->
                            errors.add("REF_UNKNOWN", read.pointer(), read.missing(known)));
        }
    }

    /** All params there can be, where the schema names them; else none. */
    private Set<String> closedParams() {
        JsonNode schema = workflow.params().map(JsonNode.class::cast).orElse(Json.object());
        JsonNode more = schema.path("additionalProperties");
        Set<String> known = new TreeSet<>();
        if (more.isBoolean() && !more.booleanValue()) {
            schema.path("properties").fieldNames().forEachRemaining(known::add);
        }
        return known;
    }

    private void unknown(String pointer, String what, String name, Set<String> known) {
        errors.add(
                "REF_UNKNOWN",
                pointer,
                "there is no " + what + " " + Fields.shown(name) + Nearest.among(name, known));
    }

    /** A condition that is false whatever happens. */
    private void conditions(Plan plan) {
        for (WorkflowStep step : workflow.steps()) {
            plan.expressions(step.name())
                    .when()
                    .filter(when -> when.expressions().stream().allMatch(e -> e.roots().isEmpty()))
                    .map(when -> when.fill(Map.of()))
                    .filter(value ->
                            value instanceof Evaluated.Value constant
                                    && constant.value().isBoolean()
                                    && !constant.value().booleanValue())
                    .ifPresent(never ->
                            errors.add(
                                    "NODE_UNREACHABLE",
                                    at(step) + "/when",
                                    "the step " + step.name() + " can never run: this is false"));
        }
    }

    private void shape(Graph graph) {
        for (WorkflowStep step : workflow.steps()) {
            if (graph.needs(step.name()).size() >= Workflow.FAN_IN_LIMIT) {
                limit(
                        at(step),
                        "a step needs fewer than " + Workflow.FAN_IN_LIMIT + " other steps");
            }
        }
        int levels = graph.layers().size();
        if (levels > Workflow.MOST_LEVELS) {
            limit("/steps", "at most " + Workflow.MOST_LEVELS + " steps follow each other");
        }
        List<String> stuck = names.stream().filter(n -> !graph.levels().containsKey(n)).toList();
        Set<String> inCycles = new TreeSet<>();
        for (String name : stuck) {
            if (!inCycles.contains(name)) {
                List<String> cycle = cycleThrough(name, graph);
                if (!cycle.isEmpty() && inCycles.addAll(cycle)) {
                    errors.add(
                            "WORKFLOW_CYCLE",
                            "/steps/" + cycle.get(0),
                            String.join(" → ", cycle) + " → " + cycle.get(0));
                }
            }
        }
        stuck.stream()
                .filter(name -> !inCycles.contains(name))
                .forEach(name ->
                        errors.add(
                                "NODE_UNREACHABLE",
                                "/steps/" + name,
                                "the step " + name + " can never run: it is behind a cycle"));
    }

    /** A shortest way from the step over what it needs back to it; empty where there is none. */
    private static List<String> cycleThrough(String start, Graph graph) {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String at = open.remove();
            for (String next : graph.needs(at)) {
                if (next.equals(start)) {
                    return way(start, at, cameFrom);
                }
                if (cameFrom.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<String> way(String start, String end, Map<String, String> cameFrom) {
        List<String> way = new ArrayList<>();
        for (String at = end; !at.equals(start); at = Objects.requireNonNull(cameFrom.get(at))) {
            way.add(0, at);
        }
        way.add(0, start);
        return way;
    }

    private void limit(String pointer, String message) {
        errors.add("WORKFLOW_LIMIT", pointer, message);
    }

    private static String at(WorkflowStep step) {
        return "/steps/" + step.name();
    }
}
