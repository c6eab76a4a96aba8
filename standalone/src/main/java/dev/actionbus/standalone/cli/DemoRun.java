package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A run of the demo, through the calls that anybody has. It outlives the process of its bus. */
record DemoRun(DemoBus bus, String id) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * @param key also the name of the story
     */
    static DemoRun begin(DemoBus bus, String workflow, String key, JsonNode params) {
        var body = JSON.createObjectNode().put("correlationId", key).set("params", params);
        JsonNode begun =
                bus.http()
                        .post(
                                WorkflowCommand.PATH + "/" + workflow + "/runs",
                                body.toString(),
                                Map.of("Idempotency-Key", key),
                                CALL);
        return new DemoRun(bus, begun.path("runId").asText());
    }

    /** As soon as the record is as it is wanted. */
    RunRecord await(String what, Predicate<RunRecord> wanted) {
        return AskAgain.until(
                PATIENCE, what, () -> Optional.of(RunRecord.read(bus.http(), id)).filter(wanted));
    }

    RunRecord awaitEnd() {
        var unused =
                AskAgain.until(PATIENCE, "the end of the run", () -> now().filter(DemoRun::ended));
        return await("its record", _ -> true);
    }

    /** The run as it waits for a decision. */
    JsonNode awaitQuestion(String step) {
        JsonNode run =
                AskAgain.until(
                        PATIENCE,
                        "a decision to be asked for",
                        () -> now().filter(it -> asks(it, step) || ended(it)));
        if (!asks(run, step)) {
            throw Failure.refused("RUN_ENDED", RunText.drawn(run), "");
        }
        return run;
    }

    /** What a step of the run came to, once that is on record. */
    JsonNode result(JsonNode run, String step) {
        String action = step(run, step).path("actionId").asText();
        return AskAgain.until(
                CALL,
                "the result of " + step,
                () ->
                        Optional.of(bus.http().get("/v1/actions/" + action, Duration.ZERO))
                                .map(it -> it.path("result"))
                                .filter(it -> !it.isMissingNode()));
    }

    static JsonNode step(JsonNode run, String name) {
        for (JsonNode step : run.path("steps")) {
            if (step.path("step").asText().equals(name)) {
                return step;
            }
        }
        return MissingNode.getInstance();
    }

    /** Returns when the ledger has obeyed. */
    void order(String verb, Map<String, String> body) {
        var unused =
                bus.http()
                        .post(
                                "/v1/runs/" + id + "/" + verb,
                                JSON.valueToTree(body).toString(),
                                Map.of(),
                                CALL);
    }

    private Optional<JsonNode> now() {
        return Optional.of(bus.http().get("/v1/runs/" + id, Duration.ZERO));
    }

    private static boolean asks(JsonNode run, String step) {
        return step(run, step).path("state").asText().equals("WAITING");
    }

    private static boolean ended(JsonNode run) {
        return ENDED.contains(run.path("status").asText());
    }
}
