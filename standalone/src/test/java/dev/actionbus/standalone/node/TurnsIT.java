package dev.actionbus.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.LimitKey;
import dev.actionbus.action.Turn;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.Reach;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerSettings;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.executor.handler.Throttle;
import dev.actionbus.standalone.CacheAhead;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole bus in this process, whose handlers write down when they are called. {@code
 * -Dturns.each=100} makes it ten thousand actions in lanes, {@code -Dturns.queued=500} five hundred
 * that wait for a limit.
 */
@ExtendWith(CacheAhead.class)
final class TurnsIT {

    private static final int LANES = 100;
    private static final int EACH = Integer.getInteger("turns.each", 20);
    private static final int QUEUED = Integer.getInteger("turns.queued", 200);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Throttle THREE_A_GPU =
            new Throttle(
                    Optional.of(
                            new Throttle.Concurrency(3, Optional.of(new LimitKey("params.gpu")))),
                    Optional.empty(),
                    Optional.empty());

    @TempDir Path directory;

    private final HandlerLog log = new HandlerLog();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch together = new CountDownLatch(LANES);
    private Node node;

    @BeforeEach
    void start() {
        HandlerCatalog catalog =
                HandlerCatalog.builder()
                        .java("step", 1, this::step)
                        .java(
                                "train",
                                1,
                                this::train,
                                HandlerSettings.DEFAULT.withThrottle(THREE_A_GPU))
                        .build()
                        .orThrow();
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
                        LiveHandlers.fixed(catalog));
    }

    @AfterEach
    void stop() {
        gate.countDown();
        node.close();
    }

    @Test
    @Timeout(300)
    void thousandsOfActionsInAHundredLanesKeepTheirOrderAndOneThatHangsDelaysNoOther() {
        List<CompletableFuture<ActionOutcome>> hanging = new ArrayList<>();
        List<CompletableFuture<ActionOutcome>> all = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            hanging.add(ask("step", "hangs", number, Optional.of("hangs")));
        }
        long begin = System.nanoTime();
        for (int number = 0; number < EACH; number++) {
            for (int lane = 0; lane < LANES; lane++) {
                all.add(ask("step", "lane" + lane, number, Optional.of("lane" + lane)));
            }
        }

        awaitCompleted(all);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertThat(log.order("hangs")).containsExactly(0);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        List<Integer> inOrder = IntStream.range(0, EACH).boxed().toList();
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(log.order("lane" + lane)).isEqualTo(inOrder);
            assertThat(log.most("lane" + lane)).isEqualTo(1);
        }
        assertThat(log.mostOfAll()).as("lanes run beside each other").isGreaterThan(LANES);
        System.out.printf(
                "%d actions in %d lanes, and one that hangs: %d ms%n", LANES * EACH, LANES, millis);

        gate.countDown();
        awaitCompleted(hanging);
        assertThat(log.order("hangs")).containsExactly(0, 1, 2, 3, 4);
        awaitNoLimits();
    }

    @Test
    @Timeout(300)
    void ofHundredsWithALimitOfThreeNeverMoreThanThreeRunAndOthersDoNotWait() throws IOException {
        awaitLimitDeclared();
        List<CompletableFuture<ActionOutcome>> queued = new ArrayList<>();
        for (int number = 0; number < QUEUED; number++) {
            queued.add(ask("train", "a100", number, Optional.empty()));
        }
        await().atMost(PATIENCE)
                .until(() -> limit("concurrency:train@1/a100", "waiting") == QUEUED - 3);
        assertThat(limit("concurrency:train@1/a100", "running")).isEqualTo(3);
        assertThat(limit("concurrency:train@1/a100", "permits")).isEqualTo(3);

        List<CompletableFuture<ActionOutcome>> others = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            others.add(ask("train", "h100", number, Optional.empty()));
            others.add(ask("step", "free", number, Optional.empty()));
        }
        awaitCompleted(others);
        assertThat(log.ended("a100")).isZero();

        gate.countDown();
        awaitCompleted(queued);
        assertThat(log.most("a100")).isEqualTo(3);
        assertThat(log.most("h100")).isLessThanOrEqualTo(3);
        assertThat(log.order("a100")).hasSize(QUEUED);
        awaitNoLimits();
    }

    /** Some wait for the gate; the first one of each lane waits for those of all other lanes. */
    private AttemptResult step(Attempt attempt) throws Exception {
        return perform(attempt, "lane");
    }

    private AttemptResult train(Attempt attempt) throws Exception {
        return perform(attempt, "gpu");
    }

    private AttemptResult perform(Attempt attempt, String field) throws Exception {
        JsonNode params = JSON.readTree(attempt.call().params());
        String name = params.path(field).asText();
        int number = params.path("number").asInt();
        log.begin(name, number);
        if (name.equals("hangs") || name.equals("a100")) {
            gate.await();
        }
        if (name.startsWith("lane") && number == 0) {
            together.countDown();
            together.await();
        }
        log.end(name);
        return new AttemptResult.Succeeded("{}");
    }

    private CompletableFuture<ActionOutcome> ask(
            String action, String name, int number, Optional<String> lane) {
        String field = action.equals("step") ? "lane" : "gpu";
        ActionRequest.Builder request =
                ActionRequest.named(action)
                        .key(name + "-" + number)
                        .params("{\"" + field + "\":\"" + name + "\",\"number\":" + number + "}");
        request.turn(new Turn(lane, 0));
        return node.gateway().orElseThrow().bus().execute(request.build()).toCompletableFuture();
    }

    private static void awaitCompleted(List<CompletableFuture<ActionOutcome>> outcomes) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> outcomes.stream().allMatch(CompletableFuture::isDone));
        assertThat(outcomes)
                .allSatisfy(
                        it -> assertThat(it.join()).isInstanceOf(ActionOutcome.Completed.class));
    }

    private void awaitLimitDeclared() {
        await().atMost(PATIENCE)
                .until(() ->
                        node.projector().orElseThrow().handlers().all().stream()
                                .anyMatch(it -> it.getConcurrency() != null));
    }

    private int limit(String name, String field) throws IOException {
        for (JsonNode limit : limits().path("limits")) {
            if (limit.path("limit").asText().equals(name)) {
                return limit.path(field).asInt();
            }
        }
        return -1;
    }

    private void awaitNoLimits() {
        await().atMost(PATIENCE).until(() -> limits().path("limits").isEmpty());
    }

    private JsonNode limits() throws IOException {
        Answer answer =
                node.queries().limits().busiest(new LimitQueries.Asked("", 100), Reach.EVERYWHERE);
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return JSON.readTree(((Answer.Found) answer).body());
    }
}
