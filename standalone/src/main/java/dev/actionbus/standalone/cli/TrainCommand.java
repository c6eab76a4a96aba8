package dev.actionbus.standalone.cli;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.ActionBus;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.executor.handler.http.EgressRules;
import dev.actionbus.standalone.http.Serving;
import dev.actionbus.standalone.node.ClusterSettings;
import dev.actionbus.standalone.node.Node;
import dev.actionbus.standalone.node.NodeSettings;
import dev.actionbus.standalone.node.Role;
import dev.actionbus.wire.Topics;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A run whose only purpose is that Java learns from it: with {@code -XX:AOTCacheOutput} it leaves a
 * cache of loaded classes and method profiles (JEP 483, 514, 515) that later starts begin with.
 */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Run a bus under a short real load and stop. Used by the build.")
final class TrainCommand implements Callable<Integer> {

    private static final int IN_FLIGHT = 256;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Length of the load (default: 15).")
    private int seconds = 15;

    @Override
    public Integer call() throws IOException {
        Path data = Files.createTempDirectory("actionbus-train-");
        NodeSettings settings =
                new NodeSettings(
                        EnumSet.allOf(Role.class),
                        data,
                        new ClusterSettings.Embedded(
                                Topics.DEFAULT, ClusterSettings.ONE_MACHINE, 0, Durability.OS),
                        NodeSettings.Http.local(FreePort.choose(0)),
                        List.of(),
                        new NodeSettings.Timing(Duration.ofSeconds(15), Duration.ofSeconds(4)),
                        NodeSettings.Shared.OWN);
        Node node =
                UpCommand.start(settings, Catalogs.live(List.of(), data, EgressRules.PUBLIC_ONLY));
        Serving.serve(node, () -> Thread.ofPlatform().start(() -> loadThenStop(node)));
        return 0;
    }

    private void loadThenStop(Node node) {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            throughApi(
                    node.gateway().orElseThrow().bus(),
                    end - TimeUnit.SECONDS.toNanos(seconds / 3));
            throughHttp("http://127.0.0.1:" + node.settings().httpPort(), end);
        } finally {
            Quarkus.asyncExit(0);
        }
    }

    private static void throughApi(ActionBus bus, long end) {
        Semaphore free = new Semaphore(IN_FLIGHT);
        for (int i = 0; System.nanoTime() < end; i++) {
            free.acquireUninterruptibly();
            ActionRequest request =
                    ActionRequest.named("echo")
                            .key("train-" + i % 50_000)
                            .params(params(i))
                            .build();
            CompletableFuture<ActionOutcome> outcome = bus.track(request).outcome();
            var unused = outcome.whenComplete((done, failed) -> free.release());
        }
        free.acquireUninterruptibly(IN_FLIGHT);
    }

    private static void throughHttp(String url, long end) {
        BusUrl bus = new BusUrl(url);
        for (int i = 0; System.nanoTime() < end; i++) {
            String body = "{\"name\":\"echo\",\"params\":" + params(i) + "}";
            var unused =
                    bus.post(
                            "/v1/actions",
                            body,
                            Map.of("Idempotency-Key", "http-" + i, "Prefer", "wait=10"),
                            Duration.ofSeconds(10));
        }
    }

    private static String params(int i) {
        return "{\"number\":" + i + ",\"text\":\"" + "x".repeat(150) + "\"}";
    }
}
