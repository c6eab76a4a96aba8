package dev.actionbus.standalone.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Order;
import dev.actionbus.action.OrderAnswer;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.Reach;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.gateway.RequestHead;
import dev.actionbus.gateway.workflow.Workflows;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.standalone.CacheAhead;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every example is applied to a whole bus in this process, and run. */
@Timeout(180)
@ExtendWith(CacheAhead.class)
final class WorkflowExamplesIT {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private static final Path EXAMPLES = Path.of("..", "examples", "workflows");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir static Path directory;

    private static final TrainingHandlers HANDLERS = new TrainingHandlers();
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node =
                Node.start(
                        new NodeSettings(
                                Set.of(Role.values()),
                                directory,
                                new ClusterSettings.Embedded(
                                        Topics.DEFAULT,
                                        new ClusterSettings.Partitions(2, 2),
                                        0,
                                        Durability.OS),
                                NodeSettings.Http.local(1),
                                List.of(),
                                new NodeSettings.Timing(
                                        Duration.ofMinutes(5), Duration.ofSeconds(1)),
                                NodeSettings.Shared.OWN),
                        LiveHandlers.fixed(HANDLERS.catalog()));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.sorted().toList()) {
                assertThat(
                                workflows()
                                        .apply(
                                                Files.readString(file),
                                                new Workflows.How(false, false))
                                        .status())
                        .as("%s", file)
                        .isEqualTo(201);
            }
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aSequenceHandsResultsOn() throws Exception {
        assertThat(result(begin("sequence", "{\"url\":\"penguins\"}", "seq")))
                .isEqualTo(json("{\"title\":\"344 rows of penguins\"}"));
    }

    @Test
    void theSameKeyIsTheSameRun() throws Exception {
        Begun first = begin("sequence", "{\"url\":\"twice\"}", "twice");
        JsonNode told = result(first);
        int calls = HANDLERS.calls("write-report");
        Begun second = begin("sequence", "{\"url\":\"twice\"}", "twice");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(result(second)).isEqualTo(told);
        assertThat(HANDLERS.calls("write-report")).isEqualTo(calls);
    }

    @Test
    void aGraphJoinsItsWays() throws Exception {
        Begun run = begin("graph", "{}", "graph");
        assertThat(result(run))
                .isEqualTo(json("{\"model\":\"m\",\"published\":{\"model\":\"m\"}}"));
        JsonNode told = told(run, Optional.empty());
        assertThat(told.path("counts")).isEqualTo(json("{\"COMPLETED\":4}"));
        assertThat(told.path("steps").findValuesAsText("step"))
                .containsExactly("data", "check", "train", "publish");
        assertThat(told.path("steps").get(3).path("needs"))
                .isEqualTo(json("[\"check\",\"train\"]"));
        assertThat(told.path("steps").get(3).path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aStepWhoseConditionIsFalseIsSkipped() throws Exception {
        Begun run = begin("condition", "{}", "condition");
        assertThat(result(run)).isEqualTo(json("{\"file\":{\"celebrated\":true,\"title\":null}}"));
        assertThat(told(run, Optional.of("SKIPPED")).path("steps").findValuesAsText("step"))
                .containsExactly("investigate");
    }

    @Test
    void aMapHasTheResultsInTheOrderOfTheItems() throws Exception {
        Begun run = begin("map", "{\"rates\":[0.5,0.1,0.30,0.2]}", "map");
        JsonNode best = result(run);
        assertThat(best.path("runs").toString())
                .isEqualTo(
                        "[{\"number\":0,\"rate\":0.5},{\"number\":1,\"rate\":0.1},"
                                + "{\"number\":2,\"rate\":0.30},{\"number\":3,\"rate\":0.2}]");
        assertThat(HANDLERS.most("train-rate")).isLessThanOrEqualTo(3);
        JsonNode items = told(run, new RunTold.Asked(0, 2, Optional.empty(), Optional.of("rates")));
        assertThat(items.path("steps").findValuesAsText("step"))
                .containsExactly("rates[0]", "rates[1]");
        assertThat(items.path("cursor").asText()).isEqualTo("2");
    }

    @Test
    void aLoopGoesOnWhileItsConditionHolds() throws Exception {
        JsonNode result = result(begin("loop", "{}", "loop"));
        assertThat(result).isEqualTo(json("{\"accuracy\":0.9,\"epochs\":4}"));
    }

    @Test
    void aSubWorkflowIsARunOfItsOwn() throws Exception {
        Begun run = begin("sub-workflow", "{}", "sub");
        assertThat(result(run).path("runs").size()).isEqualTo(2);
        JsonNode items =
                told(run, new RunTold.Asked(0, 9, Optional.empty(), Optional.of("searches")));
        String inner = items.path("steps").get(0).path("actionId").asText();
        assertThat(told(new ActionId(inner), everything()).path("workflow").asText())
                .isEqualTo("map");
    }

    @Test
    void timePasses() throws Exception {
        long begin = System.nanoTime();
        assertThat(result(begin("delay", "{}", "delay"))).isEqualTo(json("{\"url\":\"here\"}"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void aSignalBringsWhatIsWaitedFor() throws Exception {
        Begun run = begin("signal", "{}", "signal");
        awaitStep(run, "arrived", "WAITING");
        tell(
                run,
                new Order.Detail.Word(
                        "data-arrived", Optional.empty(), Optional.of("{\"path\":\"there\"}")));
        assertThat(result(run).path("path").asText()).isEqualTo("there/clean");
    }

    @Test
    void anApprovalDecides() throws Exception {
        Begun good = begin("approval", "{}", "good");
        Begun bad = begin("approval", "{}", "bad");
        awaitStep(good, "ok", "WAITING");
        awaitStep(bad, "ok", "WAITING");
        tell(good, new Order.Detail.Word("ok", Optional.of(true), Optional.empty()));
        tell(bad, new Order.Detail.Word("ok", Optional.of(false), Optional.empty()));
        assertThat(result(good)).isEqualTo(json("{\"approved\":true,\"deployed\":true}"));
        assertThat(result(bad)).isEqualTo(json("{\"approved\":false,\"deployed\":false}"));
    }

    @Test
    void aFailureThatMayBeIsSeenByWhoComesAfter() throws Exception {
        assertThat(result(begin("continue", "{}", "continue")))
                .isEqualTo(json("{\"title\":\"FAILED\",\"code\":\"NO_DATA\"}"));
    }

    @Test
    void whatWasDoneIsUndoneTheLastFirst() throws Exception {
        Begun run = begin("compensate", "{}", "compensate");
        ActionOutcome outcome = run.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ActionOutcome.Failed.class);
        assertThat(HANDLERS.order("undeploy-model", "release-machine"))
                .containsExactly("undeploy-model", "release-machine");
        assertThat(told(run, Optional.of("UNDONE")).path("steps").findValuesAsText("step"))
                .containsExactly("reserve", "deploy");
    }

    @Test
    void allOfItTogether() throws Exception {
        Begun run = begin("train-and-deploy", "{\"rates\":[0.1,0.01]}", "all");
        awaitStep(run, "ok", "WAITING");
        tell(run, new Order.Detail.Word("ok", Optional.of(true), Optional.empty()));
        JsonNode result = result(run);
        assertThat(result.path("deployed").asBoolean()).isTrue();
        assertThat(result.path("best").path("runs").size()).isEqualTo(2);
    }

    @Test
    void anApprovalOfWhatDoesNotWaitIsIgnored() throws Exception {
        Begun run = begin("signal", "{}", "ignored");
        awaitStep(run, "arrived", "WAITING");
        Order.Detail word =
                new Order.Detail.Word("preprocess", Optional.of(true), Optional.empty());
        assertThat(order(run, Order.Kind.SIGNAL, word)).isInstanceOf(OrderAnswer.Ignored.class);
        assertThat(order(run, Order.Kind.CANCEL, new Order.Detail.None()))
                .isInstanceOf(OrderAnswer.Done.class);
        assertThat(run.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ActionOutcome.Cancelled.class);
    }

    private record Begun(ActionId id, CompletableFuture<ActionOutcome> outcome) {}

    private static Begun begin(String workflow, String params, String key) {
        RequestHead head =
                new RequestHead(Optional.of("application/json"), List.of(key), List.of());
        return switch (workflows()
                .run(workflow, ("{\"params\":" + params + "}").getBytes(UTF_8), head)) {
            case Workflows.Asked.Run run -> {
                ActionRequest request = run.request();
                yield new Begun(
                        request.id(),
                        node.gateway().orElseThrow().bus().execute(request).toCompletableFuture());
            }
            case Workflows.Asked.Refused refused ->
                    throw new AssertionError(new String(refused.answer().body(), UTF_8));
        };
    }

    private static JsonNode result(Begun run) throws Exception {
        ActionOutcome outcome = run.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ActionOutcome.Completed.class);
        return json(((ActionOutcome.Completed) outcome).result());
    }

    private static void tell(Begun run, Order.Detail word) throws Exception {
        assertThat(order(run, Order.Kind.SIGNAL, word)).isInstanceOf(OrderAnswer.Done.class);
    }

    private static OrderAnswer order(Begun run, Order.Kind kind, Order.Detail detail)
            throws Exception {
        Order order =
                new Order(kind, run.id(), Order.newRequestId(), "tester", "it is time", detail);
        return node.gateway()
                .orElseThrow()
                .bus()
                .order(order)
                .answer()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void awaitStep(Begun run, String step, String state) {
        await().atMost(PATIENCE)
                .until(() ->
                        told(run, Optional.of(state))
                                .path("steps")
                                .findValuesAsText("step")
                                .contains(step));
    }

    private static RunTold.Asked everything() {
        return new RunTold.Asked(0, 1000, Optional.empty(), Optional.empty());
    }

    private static JsonNode told(Begun run, Optional<String> state) {
        return told(run, new RunTold.Asked(0, 1000, state, Optional.empty()));
    }

    private static JsonNode told(Begun run, RunTold.Asked asked) {
        return told(run.id(), asked);
    }

    private static JsonNode told(ActionId run, RunTold.Asked asked) {
        Answer answer =
                await().atMost(PATIENCE)
                        .until(
                                () -> node.queries().runs().find(run, asked, Reach.EVERYWHERE),
                                Answer.Found.class::isInstance);
        return json(((Answer.Found) answer).body());
    }

    private static Workflows workflows() {
        return node.gateway().orElseThrow().workflows();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
