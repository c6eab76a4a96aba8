package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.document.Spans;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes a definition as JSON; {@link WorkflowReader} reads it back to the same. */
final class WorkflowJson {

    private WorkflowJson() {}

    static ObjectNode of(Workflow workflow) {
        ObjectNode object = Json.object();
        object.put("workflow", workflow.name()).put("version", workflow.version());
        workflow.params().ifPresent(schema -> object.set("params", schema));
        span(object, "deadline", workflow.deadline());
        ObjectNode steps = object.putObject("steps");
        workflow.steps().forEach(step -> steps.set(step.name(), of(step)));
        workflow.result().ifPresent(result -> object.set("result", result));
        return object;
    }

    private static ObjectNode of(WorkflowStep step) {
        ObjectNode object = Json.object();
        work(object, step.work());
        each(object, step.each());
        if (!step.after().isEmpty()) {
            texts(object, "after", step.after());
        }
        step.when().ifPresent(when -> object.put("when", when));
        if (step.onFailure() != OnFailure.FAIL) {
            object.put("onFailure", step.onFailure().text());
        }
        step.compensate().ifPresent(undo -> action(object.putObject("compensate"), undo));
        return object;
    }

    private static void work(ObjectNode object, Work work) {
        if (work instanceof Work.Action action) {
            action(object, action);
        } else if (work instanceof Work.SubWorkflow sub) {
            object.put("workflow", sub.name());
            sub.version().ifPresent(version -> object.put("version", version));
            params(object, sub.params());
            span(object, "deadline", sub.deadline());
        } else if (work instanceof Work.Delay delay) {
            object.put("delay", Spans.text(delay.time()));
        } else if (work instanceof Work.Signal signal) {
            object.put("signal", signal.name());
            span(object, "timeout", signal.timeout());
        } else if (work instanceof Work.Approval approval) {
            ObjectNode about = object.putObject("approval");
            approval.assignee().ifPresent(assignee -> about.put("assignee", assignee));
            if (!approval.comment().isEmpty()) {
                about.put("comment", approval.comment());
            }
            span(object, "timeout", approval.timeout());
        }
    }

    private static void each(ObjectNode object, Each each) {
        if (each instanceof Each.Map map) {
            ObjectNode fields = object.putObject("map");
            fields.set("over", map.over());
            fields.put("as", map.as()).put("parallel", map.parallel());
        } else if (each instanceof Each.Loop loop) {
            object.putObject("loop").put("while", loop.condition()).put("max", loop.max());
        }
    }

    private static void action(ObjectNode object, Work.Action action) {
        object.put("action", action.name());
        if (action.version() != 1) {
            object.put("version", action.version());
        }
        params(object, action.params());
        Work.Terms terms = action.terms();
        terms.handling()
                .mode()
                .ifPresent(mode -> object.put("mode", mode == Mode.ONCE ? "once" : "retry"));
        terms.handling().retry().ifPresent(retry -> retry(object.putObject("retry"), retry));
        span(object, "timeout", terms.timeout());
        span(object, "deadline", terms.deadline());
    }

    static void retry(ObjectNode object, RetryPolicy retry) {
        object.put("maxAttempts", retry.maxAttempts());
        object.put("backoff", Spans.text(retry.backoff()));
        object.put("factor", BigDecimal.valueOf(retry.factor()));
        object.put("maxBackoff", Spans.text(retry.maxBackoff()));
        object.put("jitter", BigDecimal.valueOf(retry.jitter()));
        if (!retry.nonRetryable().isEmpty()) {
            texts(object, "nonRetryable", retry.nonRetryable());
        }
    }

    private static void params(ObjectNode object, ObjectNode params) {
        if (!params.isEmpty()) {
            object.set("params", params);
        }
    }

    private static void span(ObjectNode object, String name, Optional<Duration> span) {
        span.ifPresent(time -> object.put(name, Spans.text(time)));
    }

    private static void texts(ObjectNode object, String name, List<String> texts) {
        var list = object.putArray(name);
        texts.forEach(list::add);
    }
}
