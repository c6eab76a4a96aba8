package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.LimitKey;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.RateLimit;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerSettings;
import dev.actionbus.executor.handler.Throttle;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.testkit.BusKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.NetworkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What executors say of themselves, and who reads it. */
final class DeclarationIT {

    private static final ActionHandler DONE = attempt -> new AttemptResult.Succeeded("{}");

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);
    private final ExecutorSettings settings = rig.ledger().settings("declares");

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void everyHandlerIsDeclaredOnceAlsoAfterARestart() {
        HandlerCatalog catalog = catalog("a", "b");
        try (Executor _ = start(catalog)) {
            awaitDeclared("a", "b");
        }
        try (Executor _ = start(catalog("a", "b", "c"))) {
            awaitDeclared("a", "b", "c");
        }
        assertThat(rig.ledger().declarations())
                .extracting(HandlerDeclared::getExecutor)
                .containsOnly(settings.instanceId());
        assertThat(rig.ledger().declarations().getFirst().getKind()).isEqualTo("JAVA");
    }

    @Test
    void aCatalogThatChangesIsDeclaredAndUsed() {
        AtomicReference<HandlerCatalog> catalog = new AtomicReference<>(catalog("a"));
        try (Executor _ = rig.start(settings, catalog::get, KafkaClients.of(settings))) {
            awaitDeclared("a");
            HandlerSettings shorter = HandlerSettings.DEFAULT.withTimeout(Duration.ofSeconds(7));
            catalog.set(
                    HandlerCatalog.builder()
                            .java("a", 1, DONE, shorter)
                            .java("b", 1, DONE)
                            .build()
                            .orThrow());
            awaitDeclared("a", "a", "b");
            rig.ledger().grant(List.of(Tasks.grant("b", "k", 1, ExecutorRig.LEASE)));
            rig.awaitSuccesses(1);
        }
        assertThat(rig.ledger().declarations())
                .filteredOn(it -> it.getName().equals("a"))
                .extracting(HandlerDeclared::getTimeoutMillis)
                .containsExactly(300_000L, 7_000L);
    }

    @Test
    void theLimitsOfAHandlerAreDeclared() {
        Throttle throttle =
                new Throttle(
                        Optional.of(
                                new Throttle.Concurrency(
                                        3, Optional.of(new LimitKey("params.gpu")))),
                        Optional.of(new Throttle.Rate(10, Duration.ofSeconds(1), Optional.empty())),
                        Optional.of(new Throttle.Concurrency(8, Optional.empty())));
        HandlerSettings limited = HandlerSettings.DEFAULT.withThrottle(throttle);
        HandlerCatalog catalog =
                HandlerCatalog.builder().java("a", 1, DONE, limited).build().orThrow();
        try (Executor _ = start(catalog)) {
            awaitDeclared("a");
        }
        HandlerDeclared declared = rig.ledger().declarations().getFirst();
        assertThat(declared.getConcurrency()).isEqualTo(new ConcurrencyLimit(3, "params.gpu"));
        assertThat(declared.getRate()).isEqualTo(new RateLimit(10, 1000L, null));
        assertThat(declared.getPoolConcurrency()).isEqualTo(new ConcurrencyLimit(8, null));
    }

    @Test
    void whatParamsMustLookLikeIsDeclared() {
        String schema = "{ \"required\" : [\"x\"] }";
        HandlerSettings strict =
                HandlerSettings.DEFAULT.withParams(
                        Optional.of(
                                ((ParamsSchema.Compiled.Good) ParamsSchema.compile(schema))
                                        .schema()));
        HandlerCatalog catalog =
                HandlerCatalog.builder().java("a", 1, DONE, strict).build().orThrow();
        try (Executor _ = start(catalog)) {
            awaitDeclared("a");
        }
        assertThat(rig.ledger().declarations().getFirst().getParamsSchema()).isEqualTo(schema);
    }

    @Test
    void whatCouldNotBeDeclaredIsDeclaredLater() {
        FaultyClients clients = new FaultyClients(settings);
        clients.whole(new NetworkException("no")).whole(new NetworkException("no"));
        try (Executor _ = rig.start(settings, catalog("a"), clients)) {
            awaitDeclared("a");
        }
    }

    @Test
    void whoFollowsThemKnowsTheNewestOfEach() throws InterruptedException {
        AtomicReference<HandlerCatalog> catalog = new AtomicReference<>(catalog("b", "a"));
        try (Executor _ = rig.start(settings, catalog::get, KafkaClients.of(settings))) {
            awaitDeclared("a", "b");
            Map<String, Object> broker = Map.of("bootstrap.servers", kafka.bootstrapServers());
            BusConfig config = new BusConfig(broker, rig.ledger().topics(), kafka.registry());
            try (DeclaredHandlers handlers = DeclaredHandlers.follow(config)) {
                assertThat(handlers.awaitRead(ExecutorRig.SOON)).isTrue();
                assertThat(handlers.all())
                        .extracting(HandlerDeclared::getName)
                        .containsExactly("a", "b");
                HandlerSettings once = HandlerSettings.DEFAULT.once();
                catalog.set(HandlerCatalog.builder().java("a", 1, DONE, once).build().orThrow());
                await().atMost(ExecutorRig.SOON)
                        .until(() ->
                                handlers.find("a", 1).orElseThrow().getRetry().getMaxAttempts()
                                        == 1);
                assertThat(handlers.all()).hasSize(2);
                assertThat(handlers.find("a", 2)).isEmpty();
            }
        }
    }

    private Executor start(HandlerCatalog catalog) {
        return rig.start(settings, catalog, KafkaClients.of(settings));
    }

    private void awaitDeclared(String... names) {
        await().atMost(ExecutorRig.SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() ->
                        assertThat(rig.ledger().declarations())
                                .extracting(HandlerDeclared::getName)
                                .containsExactlyInAnyOrder(names));
    }

    private static HandlerCatalog catalog(String... names) {
        HandlerCatalog.Builder all = HandlerCatalog.builder();
        for (String name : names) {
            all.java(name, 1, DONE);
        }
        return all.build().orThrow();
    }
}
