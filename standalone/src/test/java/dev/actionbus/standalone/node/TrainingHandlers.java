package dev.actionbus.standalone.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.executor.handler.HandlerCatalog;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The actions of the example workflows, in Java; they write down when they are called. */
final class TrainingHandlers {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();

    HandlerCatalog catalog() {
        HandlerCatalog.Builder builder = HandlerCatalog.builder();
        Map<String, Function<JsonNode, JsonNode>> all = new ConcurrentHashMap<>();
        all.put("fetch-dataset", params -> object().put("path", "data"));
        all.put("preprocess-data", TrainingHandlers::preprocessed);
        all.put("write-report", params -> params);
        all.put("train-model", params -> object().put("model", "m"));
        all.put("check-data", params -> object());
        all.put("publish-model", params -> params);
        all.put("score-model", params -> object().put("accuracy", new BigDecimal("0.95")));
        all.put("train-rate", params -> params);
        all.put("choose-best", TrainingHandlers::best);
        all.put("train-epoch", TrainingHandlers::epoch);
        all.put("start-server", params -> object().put("url", "here"));
        all.put("measure-server", params -> params);
        all.put("deploy-model", params -> object().put("model", "deployed"));
        all.put("undeploy-model", params -> object());
        all.put("reserve-machine", params -> object().put("machine", "m-1"));
        all.put("release-machine", params -> object());
        all.forEach((name, code) -> builder.java(name, 1, attempt -> call(attempt, code)));
        builder.java("notify", 1, this::announce);
        builder.java("enrich-data", 1, attempt -> failed("NO_DATA"));
        return builder.build().orThrow();
    }

    int calls(String name) {
        return (int) calls.stream().filter(name::equals).count();
    }

    /** The calls of these, in order. */
    List<String> order(String... names) {
        return calls.stream().filter(List.of(names)::contains).toList();
    }

    /** The most that ran at once. */
    int most(String name) {
        return most.getOrDefault(name, 0);
    }

    private AttemptResult call(Attempt attempt, Function<JsonNode, JsonNode> code) {
        String name = attempt.call().name();
        int now = running.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
        most.merge(name, now, Math::max);
        calls.add(name);
        try {
            return new AttemptResult.Succeeded(code.apply(params(attempt)).toString(), List.of());
        } finally {
            running.get(name).decrementAndGet();
        }
    }

    private AttemptResult announce(Attempt attempt) {
        calls.add("notify");
        return params(attempt).path("text").asText().startsWith("deployed")
                ? failed("NOBODY_LISTENS")
                : new AttemptResult.Succeeded("{}", List.of());
    }

    private static AttemptResult failed(String code) {
        return new AttemptResult.Failed(ActionError.permanent(code, "as the test wants it"));
    }

    private static JsonNode preprocessed(JsonNode params) {
        return object().put("path", params.path("path").asText() + "/clean").put("rows", 344);
    }

    private static JsonNode best(JsonNode params) {
        ObjectNode best = object().put("model", "best");
        best.set("runs", params.path("runs"));
        return best;
    }

    private static JsonNode epoch(JsonNode params) {
        int epoch = params.path("epoch").asInt();
        return object().put("accuracy", BigDecimal.valueOf(5L + epoch, 1))
                .put("checkpoint", "c" + epoch);
    }

    private static JsonNode params(Attempt attempt) {
        try {
            return JSON.readTree(attempt.call().params());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
