package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deploy: executors are stopped and started one after the other while there is work. {@code
 * -Drolling.rounds=N} does it so often.
 */
final class RollingRestartIT {

    private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
    private static final int CALLS_BETWEEN = 8;

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void aRollingRestartLosesNoAttemptAndCallsEveryHandlerOnce() throws InterruptedException {
        BusProcess bus =
                buses.up(
                        directory.resolve("bus"),
                        "--roles",
                        "gateway,ledger",
                        "--durability",
                        "os",
                        "--lease",
                        "10s");
        List<BusProcess> executors = List.of(executor("one", bus), executor("two", bus));
        executors.forEach(BusProcess::awaitReady);
        BusClient client = new BusClient(bus.url());
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (load) {
            var unused =
                    load.scheduleAtFixedRate(() -> submit(client), 0, 300, TimeUnit.MILLISECONDS);
            for (int round = 0; round < ROUNDS; round++) {
                for (BusProcess executor : executors) {
                    awaitMoreCallsOf(executor);
                    executor.signal("TERM");
                    executor.awaitExit(Duration.ofSeconds(30));
                    executor.restart();
                }
            }
            executors.forEach(RollingRestartIT::awaitMoreCallsOf);
            load.shutdown();
            assertThat(load.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        EventLog log = new EventLog(bus);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        log.read().stream().filter(EventLog.Event::isTerminal).count()
                                == submitted.size());
        List<EventLog.Event> events = log.read();
        assertThat(events)
                .extracting(EventLog.Event::type)
                .doesNotContain("AttemptLost", "LateReport", "RetryScheduled", "ActionFailed");
        List<String> calls =
                executors.stream()
                        .flatMap(executor -> Journal.calls(executor).stream())
                        .map(Journal.Call::actionId)
                        .toList();
        assertThat(calls).containsExactlyInAnyOrderElementsOf(submitted);
        System.out.printf(
                "rolling restart of two executors, each stopped %d times: %d actions, %d calls, none lost%n",
                ROUNDS, submitted.size(), calls.size());
    }

    private void submit(BusClient client) {
        CompletableFuture<BusClient.Answer> answer =
                client.submitting("nap", "rolling-" + number.getAndIncrement(), "{}", 0);
        submitted.add(answer.join().actionId());
    }

    private static void awaitMoreCallsOf(BusProcess executor) {
        int before = Journal.calls(executor).size();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Journal.calls(executor).size() >= before + CALLS_BETWEEN);
    }

    private BusProcess executor(String name, BusProcess bus) {
        String handlers = Journal.manifests(directory.resolve("handlers")).toString();
        return buses.start(
                directory.resolve(name),
                Stream.of(
                                List.of("--roles", "executor", "--kafka", bus.bootstrap()),
                                List.of("--handlers", handlers, "--drain", "10s"))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }
}
