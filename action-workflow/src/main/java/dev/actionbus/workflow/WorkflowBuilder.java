package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Makes a workflow in Java. It writes the same tree that YAML and JSON are, and {@link #build}
 * reads that: whatever is wrong is told in the same words, and the same definition is equal however
 * it was written.
 */
public final class WorkflowBuilder {

    private final ObjectNode tree = Json.object();
    private final ObjectNode steps = Json.object();

    private WorkflowBuilder(String name) {
        tree.put("workflow", name);
    }

    public static WorkflowBuilder named(String name) {
        return new WorkflowBuilder(name);
    }

    public WorkflowBuilder version(int version) {
        tree.put("version", version);
        return this;
    }

    /**
     * @param schema JSON Schema of a run's params
     */
    public WorkflowBuilder params(String schema) {
        tree.set("params", Json.parse(schema));
        return this;
    }

    public WorkflowBuilder deadline(Duration span) {
        tree.put("deadline", Spans.text(span));
        return this;
    }

    /**
     * @param template JSON, such as <code>"\"${steps.best.result}\""</code>
     */
    public WorkflowBuilder result(String template) {
        tree.set("result", Json.parse(template));
        return this;
    }

    /** A step that does an action. */
    public WorkflowBuilder action(String step, String action, Consumer<StepBuilder> rest) {
        return step(step, "action", action, rest);
    }

    /** A step that runs another workflow. */
    public WorkflowBuilder workflow(String step, String workflow, Consumer<StepBuilder> rest) {
        return step(step, "workflow", workflow, rest);
    }

    /** A step that waits until time has passed. */
    public WorkflowBuilder delay(String step, Duration time, Consumer<StepBuilder> rest) {
        return step(step, "delay", Spans.text(time), rest);
    }

    /** A step that waits for a signal. */
    public WorkflowBuilder signal(String step, String signal, Consumer<StepBuilder> rest) {
        return step(step, "signal", signal, rest);
    }

    /** A step that waits for somebody's decision. */
    public WorkflowBuilder approval(
            String step, String assignee, String comment, Consumer<StepBuilder> rest) {
        ObjectNode about = Json.object().put("assignee", assignee).put("comment", comment);
        return step(step, "approval", about, rest);
    }

    private WorkflowBuilder step(
            String step, String kind, String what, Consumer<StepBuilder> rest) {
        return step(step, kind, Json.NODES.textNode(what), rest);
    }

    private WorkflowBuilder step(
            String step, String kind, JsonNode what, Consumer<StepBuilder> rest) {
        if (steps.has(step)) {
            throw new IllegalArgumentException("the step " + step + " is there twice");
        }
        ObjectNode fields = Json.object();
        fields.set(kind, what);
        rest.accept(new StepBuilder(fields));
        steps.set(step, fields);
        return this;
    }

    /** Tells everything that is wrong at once. */
    public Reading read() {
        ObjectNode whole = tree.deepCopy();
        whole.set("steps", steps);
        return WorkflowReader.read(whole);
    }

    /** Throws {@link IllegalArgumentException} with everything that is wrong. */
    public Workflow build() {
        Reading reading = read();
        if (reading instanceof Reading.Read right) {
            return right.workflow();
        }
        throw new IllegalArgumentException(((Reading.Wrong) reading).errors().toString());
    }
}
