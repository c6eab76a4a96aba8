package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.executor.Executor;
import dev.actionbus.executor.ExecutorSettings;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A handler that takes longer than everything around it. It lasts as long as the troubles do; with
 * {@code -Dlong.handler.minutes=10} at least so long.
 */
final class LongHandlerIT {

    private static final int JOINS = 10;
    private static final Duration AT_LEAST =
            Duration.ofMinutes(Integer.getInteger("long.handler.minutes", 0));
    private static final String GROUP = ExecutorSettings.groupOf(Topics.DEFAULT);
    private static final String SCRIPT =
            """
            echo "$ACTION_ID $ACTION_ATTEMPT $$ $$" >> "$ACTION_WORKSPACE/journal"
            while [ ! -e "$ACTION_WORKSPACE/go" ]; do sleep 0.2; done
            cat
            """;

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void isCalledOnceAcross20RebalancesAndThreeLedgerRestarts() throws IOException {
        BusProcess bus =
                buses.up(directory.resolve("bus"), "--roles", "gateway", "--durability", "os");
        BusProcess ledger =
                buses.start(
                        directory.resolve("ledger"),
                        "--roles",
                        "ledger",
                        "--kafka",
                        bus.bootstrap(),
                        "--lease",
                        "3s");
        BusProcess executor = executor(bus);
        ledger.awaitReady();
        executor.awaitReady();
        BusClient client = new BusClient(bus.url());
        String id = client.submitting("long", "long", "{\"n\":1}", 0).join().actionId();
        await().atMost(Duration.ofSeconds(30)).until(() -> Journal.calls(executor).size() == 1);
        long begun = System.nanoTime();

        int restarts = 0;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bus.bootstrap()))) {
            for (int join = 0; join < JOINS; join++) {
                try (Executor _ = joining(bus, join)) {
                    awaitMembers(admin, 2);
                }
                awaitMembers(admin, 1);
                if (join % 3 == 2) {
                    ledger.awaitReady();
                    ledger.kill();
                    ledger.startAgain(); // executors join meanwhile
                    restarts++;
                }
            }
        }
        await().atMost(AT_LEAST.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> System.nanoTime() - begun >= AT_LEAST.toNanos());
        ledger.awaitReady();
        long lasted = System.nanoTime() - begun;
        Files.createFile(executor.data().resolve("workspace").resolve("go"));

        BusClient.Answer result = client.get("/v1/actions/" + id + "/result?wait=30");
        assertThat(result.state()).as(result.body()).isEqualTo("COMPLETED");
        assertThat(result.json().path("attempt").asInt()).isEqualTo(1);
        assertThat(Journal.calls(executor)).hasSize(1);
        assertThat(new EventLog(bus).of(id))
                .extracting(EventLog.Event::type)
                .doesNotContain("AttemptLost", "LateReport", "AttemptGranted");
        System.out.printf(
                "a handler of %.0f s with a lease of 3 s: %d rebalances, %d ledgers killed, 1 call%n",
                lasted / 1e9, 2 * JOINS, restarts);
    }

    private static void awaitMembers(Admin admin, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Objects.requireNonNull(
                                                admin.describeConsumerGroups(List.of(GROUP))
                                                        .all()
                                                        .get()
                                                        .get(GROUP))
                                        .members()
                                        .stream()
                                        .filter(it -> !it.assignment().topicPartitions().isEmpty())
                                        .count()
                                == count);
    }

    private static Executor joining(BusProcess bus, int number) {
        Map<String, String> kafka = Map.of("bootstrap.servers", bus.bootstrap());
        return Executor.start(
                ExecutorSettings.of(kafka, "joining-" + number).withDrain(Duration.ZERO),
                new RecordCodec(new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, bus.url()))),
                LiveHandlers.fixed(HandlerCatalog.builder().build().orThrow()),
                Clock.systemUTC());
    }

    private BusProcess executor(BusProcess bus) {
        String handlers =
                Journal.manifest(
                                directory.resolve("handlers"),
                                "{name: long, run: [sh, long.sh], timeout: 1h}",
                                Map.of("long.sh", SCRIPT))
                        .toString();
        return buses.start(
                directory.resolve("executor"),
                "--roles",
                "executor",
                "--kafka",
                bus.bootstrap(),
                "--handlers",
                handlers);
    }
}
