package dev.actionbus.ledger.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Each;
import dev.actionbus.workflow.Evaluated;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.Template;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A step that waits for no other is begun, or goes on with its items. */
final class BeginStep {

    private final Walk walk;
    private final Running run;
    private final Values values;
    private final EachItem each;

    BeginStep(Walk walk, Values values) {
        this.walk = walk;
        this.run = walk.run();
        this.values = values;
        this.each = new EachItem(walk, values, this);
    }

    EachItem each() {
        return each;
    }

    void goOn(String name) {
        RunNode node =
                run.records()
                        .node(name)
                        .orElseGet(() -> NodeRow.pending(run.segment(), 0, run.id()));
        switch (NodeRow.state(node)) {
            case PENDING -> begin(run.plan().step(name), node);
            case ACTIVE -> each.goOn(run.plan().step(name), node);
            case WAITING, COMPLETED, FAILED, SKIPPED, UNDONE -> {
                // has gone on already
            }
        }
    }

    private void begin(WorkflowStep step, RunNode node) {
        Optional<Template> when = run.plan().expressions(step.name()).when();
        if (when.isEmpty()) {
            work(step, node);
            return;
        }
        switch (values.fill(when.get(), run)) {
            case Evaluated.Failed why -> fail(step, node, error(why, step, "when"));
            case Evaluated.Value found when !found.value().isBoolean() ->
                    fail(step, node, error("CONDITION_INVALID", "when is no true or false"));
            case Evaluated.Value found when found.value().booleanValue() -> work(step, node);
            case Evaluated.Value _ -> {
                walk.say(StepKey.of(step.name()), NodeState.SKIPPED, step.when().orElse(null));
                walk.end(step.name(), NodeRow.to(node, NodeState.SKIPPED), node.getCause());
            }
        }
    }

    private void work(WorkflowStep step, RunNode node) {
        switch (step.work()) {
            case Work.Action _, Work.SubWorkflow _ -> {
                if (step.each() instanceof Each.Once) {
                    once(step, node);
                } else {
                    each.begin(step, node);
                }
            }
            case Work.Delay delay -> await(step, node, "delay", Optional.of(delay.time()));
            case Work.Signal signal -> {
                Optional<String> early = run.records().signal(signal.name());
                if (early.isPresent()) {
                    complete(step, node, early.get(), "signal " + signal.name());
                } else {
                    await(step, node, "signal " + signal.name(), signal.timeout());
                }
            }
            case Work.Approval approval ->
                    await(
                            step,
                            node,
                            "approval by " + approval.assignee().orElse("anybody"),
                            approval.timeout());
        }
    }

    private void once(WorkflowStep step, RunNode node) {
        StepKey part = StepKey.of(step.name());
        params(part, Map.of())
                .ifPresentOrElse(
                        params -> {
                            int segment = ask(part, params, node.getSegment(), node.getCause());
                            run.records().node(step.name(), NodeRow.active(node, segment));
                        },
                        () -> fail(step, node, paramsWrong(part, Map.of())));
    }

    /**
     * Asks for the action of a part. A run that failed inside this one is not begun again, but
     * resumed.
     *
     * @param before the segment it was asked for in before, or this one
     * @return the segment in its key
     */
    int ask(StepKey part, String params, int before, String cause) {
        if (before != run.segment()
                && run.plan().step(part.step()).work() instanceof Work.SubWorkflow sub) {
            String id = run.actionId(part, before);
            if (values.known().of(id).filter(it -> !it.isCompleted()).isPresent()) {
                walk.order(
                        id,
                        new ResumeRequested(
                                id,
                                "run:" + run.id() + ":" + run.segment(),
                                run.request().getContext().getPrincipal(),
                                "the run that it belongs to goes on",
                                null,
                                run.plan().definition(sub),
                                run.now()));
                return before;
            }
        }
        walk.ask(AskForStep.of(run, part, params, cause));
        return run.segment();
    }

    /** Its params; empty: they can not be made. */
    Optional<String> params(StepKey part, Map<String, JsonNode> names) {
        return filled(part, names) instanceof Evaluated.Value found
                ? Optional.of(Json.canonical(found.value()))
                : Optional.empty();
    }

    ErrorDetail paramsWrong(StepKey part, Map<String, JsonNode> names) {
        return filled(part, names) instanceof Evaluated.Failed why
                ? error(why, run.plan().step(part.step()), "params")
                : error("PARAMS_INVALID", "no params");
    }

    private Evaluated filled(StepKey part, Map<String, JsonNode> names) {
        Template template = run.plan().expressions(part.step()).params().orElseThrow();
        return values.fill(template, run, names);
    }

    private void await(WorkflowStep step, RunNode node, String what, Optional<Duration> longest) {
        Optional<Instant> until = longest.map(run.now()::plus);
        until.ifPresent(at -> run.records().due(at, step.name()));
        run.records().node(step.name(), NodeRow.to(node, NodeState.WAITING));
        walk.say(StepKey.of(step.name()), NodeState.WAITING.name(), null, what, until.orElse(null));
    }

    /** A step without an action is done. */
    void complete(WorkflowStep step, RunNode node, String result, String detail) {
        walk.say(StepKey.of(step.name()), NodeState.COMPLETED, detail);
        walk.done(StepKey.of(step.name()));
        walk.end(
                step.name(),
                NodeRow.ended(node, NodeState.COMPLETED, result, null),
                node.getCause());
    }

    /** A step has failed of which no action tells. */
    void fail(WorkflowStep step, RunNode node, ErrorDetail why) {
        walk.sayFailed(step.name(), why);
        walk.fail(step.name(), node, why, node.getCause());
    }

    /**
     * @param place of the template in the step, as a JSON pointer without the first slash
     */
    static ErrorDetail error(Evaluated.Failed why, WorkflowStep step, String place) {
        return error(why.in("/steps/" + step.name() + "/" + place));
    }

    /** With the pointer for people and for machines. */
    static ErrorDetail error(Evaluated.Failed why) {
        if (why.pointer().isEmpty()) {
            return error(why.code(), why.message());
        }
        return new ErrorDetail(
                why.code(),
                why.message() + " (at " + why.pointer() + ")",
                false,
                Json.object().put("pointer", why.pointer()).toString());
    }

    static ErrorDetail error(String code, String message) {
        return new ErrorDetail(code, message, false, null);
    }
}
