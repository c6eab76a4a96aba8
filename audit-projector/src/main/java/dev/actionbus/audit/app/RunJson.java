package dev.actionbus.audit.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionView;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.ledger.run.RunTold.Standing;
import dev.actionbus.ledger.run.RunTold.StepTold;
import dev.actionbus.state.AttemptView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A run as JSON: how it stands, and a page of its steps with their attempts and times. */
final class RunJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private RunJson() {}

    /**
     * The view follows the ledger. As long as it has not heard that the run was resumed, what it
     * says of the end is about the segment before, and is left out.
     *
     * @param steps as {@link #steps}
     * @param actions finds the actions of the steps
     */
    static String of(
            ActionView run, ObjectNode steps, Function<ActionId, Optional<ActionView>> actions) {
        ObjectNode json = JSON.createObjectNode();
        json.put("runId", run.actionId());
        boolean heard = run.progress().getRound() >= steps.path("segment").asInt();
        json.put("status", (heard ? run.progress().getStatus() : ActionStatus.RUNNING).name());
        json.put("idempotencyKey", run.accepted().getRequest().getIntent().getIdempotencyKey());
        json.put("acceptedAt", run.accepted().getAcceptedAt().toString());
        Outcome outcome = run.progress().getOutcome();
        if (outcome != null && heard) {
            json.put("endedAt", outcome.getAt().toString());
            if (outcome.getResult() != null) {
                json.putRawValue("result", new RawValue(outcome.getResult()));
            }
            error(json, Optional.ofNullable(outcome.getError()));
        }
        json.setAll(steps);
        for (JsonNode step : json.withArray("steps")) {
            Optional.ofNullable(step.path("actionId").textValue())
                    .map(ActionId::new)
                    .flatMap(actions)
                    .ifPresent(action -> action((ObjectNode) step, action));
        }
        return json.toString();
    }

    /** How its steps stand by the rows of the ledger, without what the view knows of them. */
    static ObjectNode steps(RunTold told) {
        ObjectNode json = JSON.createObjectNode();
        json.put("workflow", told.definition().name());
        json.put("version", told.definition().version());
        json.put("segment", told.segment());
        ObjectNode counts = json.putObject("counts");
        told.counts().forEach(counts::put);
        var steps = json.putArray("steps");
        told.steps().forEach(step -> step(steps.addObject(), step));
        told.next().ifPresent(next -> json.put("cursor", String.valueOf(next)));
        return json;
    }

    static ObjectNode readSteps(String json) {
        try {
            return JSON.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a ledger speaks JSON", e);
        }
    }

    private static void step(ObjectNode json, StepTold step) {
        Standing standing = step.standing();
        json.put("step", step.name()).put("what", step.what()).put("state", standing.state());
        var needs = json.putArray("needs");
        step.needs().forEach(needs::add);
        standing.segment().ifPresent(segment -> json.put("segment", segment));
        standing.actionId().ifPresent(id -> json.put("actionId", id));
        standing.items()
                .ifPresent(items -> {
                    ObjectNode all = json.putObject("items");
                    items.total().ifPresent(total -> all.put("total", total));
                    all.put("done", items.done()).put("active", items.active());
                    all.put("failed", items.failed());
                });
        error(json, standing.error());
    }

    private static void action(ObjectNode json, ActionView action) {
        List<AttemptView> attempts = action.progress().getAttempts();
        json.put("status", action.progress().getStatus().name());
        json.put("attempts", attempts.size());
        json.put("beganAt", action.accepted().getAcceptedAt().toString());
        Outcome outcome = action.progress().getOutcome();
        if (outcome != null) {
            json.put("endedAt", outcome.getAt().toString());
            error(json, Optional.ofNullable(outcome.getError()));
        }
    }

    private static void error(ObjectNode json, Optional<ErrorDetail> error) {
        error.ifPresent(it -> {
            ObjectNode told =
                    json.putObject("error")
                            .put("code", it.getCode())
                            .put("message", it.getMessage())
                            .put("retryable", it.getRetryable());
            if (it.getDetails() != null) {
                told.putRawValue("details", new RawValue(it.getDetails()));
            }
        });
    }
}
