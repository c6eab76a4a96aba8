package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.function.Consumer;

/** What is around the work of a step, as {@link WorkflowBuilder} takes it. */
public final class StepBuilder {

    private final ObjectNode fields;

    StepBuilder(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * @param template a JSON object
     */
    public StepBuilder params(String template) {
        fields.set("params", Json.parse(template));
        return this;
    }

    public StepBuilder version(int version) {
        fields.put("version", version);
        return this;
    }

    public StepBuilder after(String... steps) {
        var list = fields.withArray("/after");
        for (String step : steps) {
            list.add(step);
        }
        return this;
    }

    /**
     * @param condition one {@code ${...}}
     */
    public StepBuilder when(String condition) {
        fields.put("when", condition);
        return this;
    }

    /**
     * @param over one {@code ${...}} whose value is a list
     */
    public StepBuilder map(String over, String as, int parallel) {
        fields.putObject("map").put("over", over).put("as", as).put("parallel", parallel);
        return this;
    }

    /**
     * @param condition one {@code ${...}}
     */
    public StepBuilder loop(String condition, int max) {
        fields.putObject("loop").put("while", condition).put("max", max);
        return this;
    }

    public StepBuilder onFailure(OnFailure policy) {
        fields.put("onFailure", policy.text());
        return this;
    }

    /** The action that undoes it. */
    public StepBuilder compensate(String action, Consumer<StepBuilder> rest) {
        ObjectNode undo = fields.putObject("compensate").put("action", action);
        rest.accept(new StepBuilder(undo));
        return this;
    }

    public StepBuilder retry(RetryPolicy policy) {
        WorkflowJson.retry(fields.putObject("retry"), policy);
        return this;
    }

    /** At most one attempt, ever. */
    public StepBuilder once() {
        fields.put("mode", "once");
        return this;
    }

    /** Of each attempt of an action; of a signal or an approval as a whole. */
    public StepBuilder timeout(Duration span) {
        fields.put("timeout", Spans.text(span));
        return this;
    }

    public StepBuilder deadline(Duration span) {
        fields.put("deadline", Spans.text(span));
        return this;
    }
}
