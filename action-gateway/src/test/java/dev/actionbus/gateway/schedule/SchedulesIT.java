package dev.actionbus.gateway.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.RetryPolicy;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Mode;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.ParamsCheck;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import dev.actionbus.wire.Translate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker and a clock that the test moves. */
final class SchedulesIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private static final String HOURLY =
            "{\"cron\":\"0 * * * *\",\"action\":{\"name\":\"retrain\",\"params\":{\"n\":1}}}";

    private Optional<HandlerDeclared> declared = Optional.empty();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:30:00Z"));
    private final List<AutoCloseable> running = new ArrayList<>();
    private Topics topics = Topics.DEFAULT;
    private BusConfig config = new BusConfig(Map.of(), topics, KAFKA.registry());

    @BeforeEach
    void connect() {
        topics = KAFKA.freshTopics(2);
        config =
                new BusConfig(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                        topics,
                        KAFKA.registry());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : running.reversed()) {
            part.close();
        }
    }

    @Test
    void everyFiringIsAskedForOnceAlsoWhenNobodyWasHere() {
        Schedules first = start();
        assertThat(first.define("nightly", HOURLY).status()).isEqualTo(200);
        now.set(Instant.parse("2026-01-01T02:00:10Z"));
        await().atMost(Duration.ofSeconds(30)).until(() -> keys().size() == 2);
        first.close();
        running.remove(first);

        now.set(Instant.parse("2026-01-01T05:00:00Z"));
        Schedules second = start();
        await().atMost(Duration.ofSeconds(30)).until(() -> keys().size() == 5);
        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "cron:nightly:2026-01-01T01:00:00Z",
                        "cron:nightly:2026-01-01T02:00:00Z",
                        "cron:nightly:2026-01-01T03:00:00Z",
                        "cron:nightly:2026-01-01T04:00:00Z",
                        "cron:nightly:2026-01-01T05:00:00Z");
        assertThat(text(second.show("nightly")))
                .contains("\"firedUpTo\":\"2026-01-01T05:00:00Z\"")
                .contains("\"next\":[\"2026-01-01T06:00:00Z\"");
    }

    @Test
    void aPauseSkipsAndAVersionGoesOn() {
        Schedules schedules = start();
        assertThat(schedules.define("s", paused(true)).status()).isEqualTo(200);
        now.set(Instant.parse("2026-01-01T03:30:00Z"));
        assertThat(schedules.define("s", paused(false)).status()).isEqualTo(200);
        now.set(Instant.parse("2026-01-01T04:00:00Z"));
        await().atMost(Duration.ofSeconds(30)).until(() -> !keys().isEmpty());
        assertThat(keys()).containsExactly("cron:s:2026-01-01T04:00:00Z");
        assertThat(text(schedules.show("s"))).contains("\"version\":2");

        assertThat(schedules.remove("s").status()).isEqualTo(200);
        assertThat(schedules.show("s").status()).isEqualTo(404);
        assertThat(text(schedules.list())).isEqualTo("{\"schedules\":[]}");
    }

    @Test
    void aBackfillAsksForWhatThePeriodHas() {
        Schedules schedules = start();
        assertThat(schedules.define("b", HOURLY).status()).isEqualTo(200);
        Answer answer =
                schedules.backfill(
                        "b",
                        Instant.parse("2025-12-31T20:00:00Z"),
                        Instant.parse("2025-12-31T22:59:00Z"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "cron:b:2025-12-31T20:00:00Z",
                        "cron:b:2025-12-31T21:00:00Z",
                        "cron:b:2025-12-31T22:00:00Z");
        Instant today = Objects.requireNonNull(now.get());
        assertThat(schedules.backfill("b", today, today.plusSeconds(9)).status()).isEqualTo(400);
        assertThat(schedules.backfill("b", Instant.EPOCH, today).status()).isEqualTo(400);
    }

    @Test
    void oneOfTwoProcessesFiresAndTheOtherTakesOver() {
        Schedules one = start();
        await().atMost(Duration.ofSeconds(30)).until(one::fires);
        Schedules other = start();
        assertThat(one.define("t", HOURLY).status()).isEqualTo(200);
        one.close();
        running.remove(one);
        await().atMost(Duration.ofSeconds(30)).until(other::fires);
        now.set(Instant.parse("2026-01-01T01:00:00Z"));
        await().atMost(Duration.ofSeconds(30)).until(() -> !keys().isEmpty());
        assertThat(keys()).containsOnly("cron:t:2026-01-01T01:00:00Z");
    }

    @Test
    void paramsThatTheHandlerDoesNotTakeAreRefusedWithTheirPlace() {
        declared =
                Optional.of(
                        HandlerDeclared.newBuilder()
                                .setName("echo")
                                .setVersion(1)
                                .setPool("default")
                                .setKind("JAVA")
                                .setMode(Mode.RETRY)
                                .setRetry(Translate.toRecord(RetryPolicy.DEFAULT))
                                .setTimeoutMillis(1)
                                .setParamsSchema("{\"required\":[\"set\"]}")
                                .setExecutor("e")
                                .setAt(Instant.EPOCH)
                                .build());
        Answer answer = start().define("s", HOURLY);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("PARAMS_INVALID", "\"pointer\":\"/action/params\"");
    }

    @Test
    void aDefinitionHasAtMost256KiB() {
        String large = HOURLY.replace("{\"cron", " ".repeat(256 * 1024) + "{\"cron");
        assertThat(start().define("s", large).status()).isEqualTo(413);
    }

    private static String paused(boolean paused) {
        return HOURLY.replace("\"action\"", "\"paused\":" + paused + ",\"action\"");
    }

    private Schedules start() {
        ActionBus bus = ActionBus.connect(config);
        running.add(bus);
        Schedules schedules =
                Schedules.start(
                        config,
                        bus,
                        new ParamsCheck((name, version) -> declared),
                        () -> Objects.requireNonNull(now.get()));
        running.add(schedules);
        return schedules;
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    private List<String> keys() {
        RecordCodec codec = new RecordCodec(KAFKA.registry());
        return KAFKA.readAll(topics.requests()).stream()
                .map(record -> codec.decode(record.value(), Contract.REQUESTS))
                .map(RecordCodec.Decoded.Readable.class::cast)
                .map(readable -> (ActionRequested) readable.value())
                .map(request -> request.getIntent().getIdempotencyKey())
                .toList();
    }
}
