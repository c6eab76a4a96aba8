package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The compiled expressions of a step; safe to share between threads.
 *
 * @param when whether it runs at all
 * @param over the list of a map
 * @param condition of a loop
 * @param params of an action or a sub-workflow
 * @param compensate params of the compensation
 */
public record StepExpressions(
        Optional<Template> when,
        Optional<Template> over,
        Optional<Template> condition,
        Optional<Template> params,
        Optional<Template> compensate) {

    /** Throws {@link WrongExpression}; a workflow that was read or built has none. */
    public static StepExpressions of(WorkflowStep step) {
        return of(step, Compiling.strictly());
    }

    /** What is wrong is told with its pointer in the step. */
    static StepExpressions of(WorkflowStep step, Compiling how) {
        Map<String, Template> all = new LinkedHashMap<>();
        for (Place place : places(step)) {
            all.put(
                    place.name(),
                    Template.of(place.value(), place.names(), how.in("/" + place.name())));
        }
        return new StepExpressions(
                Optional.ofNullable(all.get("when")),
                Optional.ofNullable(all.get("map/over")),
                Optional.ofNullable(all.get("loop/while")),
                Optional.ofNullable(all.get("params")),
                Optional.ofNullable(all.get("compensate/params")));
    }

    /** A place of a step where there may be expressions. */
    record Place(String name, JsonNode value, Set<String> names) {}

    static List<Place> places(WorkflowStep step) {
        Stream.Builder<Place> places = Stream.builder();
        Set<String> outside = WorkflowStep.namesOutside();
        step.when().ifPresent(when -> places.add(new Place("when", text(when), outside)));
        if (step.each() instanceof Each.Map map) {
            places.add(new Place("map/over", map.over(), outside));
        } else if (step.each() instanceof Each.Loop loop) {
            places.add(new Place("loop/while", text(loop.condition()), step.namesInside()));
        }
        if (step.work() instanceof Work.Action action) {
            places.add(new Place("params", action.params(), step.namesInside()));
        } else if (step.work() instanceof Work.SubWorkflow sub) {
            places.add(new Place("params", sub.params(), step.namesInside()));
        }
        step.compensate()
                .ifPresent(undo ->
                        places.add(
                                new Place(
                                        "compensate/params",
                                        undo.params(),
                                        step.namesOfCompensation())));
        return places.build().toList();
    }

    /** By the place in the step, as a JSON pointer without the first slash. */
    Map<String, Template> all() {
        Map<String, Template> all = new LinkedHashMap<>();
        when.ifPresent(it -> all.put("when", it));
        over.ifPresent(it -> all.put("map/over", it));
        condition.ifPresent(it -> all.put("loop/while", it));
        params.ifPresent(it -> all.put("params", it));
        compensate.ifPresent(it -> all.put("compensate/params", it));
        return all;
    }

    /** Steps that must be done before; a compensation may read its own step too. */
    Set<String> needs(String self) {
        Set<String> read = new TreeSet<>();
        compensate.ifPresent(template -> addTo(read, template));
        read.remove(self);
        Stream.of(when, over, condition, params)
                .flatMap(Optional::stream)
                .forEach(template -> addTo(read, template));
        return read;
    }

    private static void addTo(Set<String> read, Template template) {
        for (Expression expression : template.expressions()) {
            expression.steps().forEach(step -> read.add(step.step()));
        }
    }

    private static JsonNode text(String text) {
        return Json.NODES.textNode(text);
    }
}
