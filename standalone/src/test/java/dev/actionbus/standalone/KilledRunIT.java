package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of a random graph while its ledgers and executors, processes all of them, are killed one
 * after the other and started again. {@code -Dkilled.steps=N}, {@code -Dkilled.every=MILLIS},
 * {@code -Dkilled.times=N} (at least) and {@code -Dkilled.seed=N} set how much; with {@code
 * -Dkilled.regardless=true} somebody is killed also if nothing has happened since the last time.
 */
final class KilledRunIT {

    private static final int STEPS = Integer.getInteger("killed.steps", 60);
    private static final Duration EVERY = Duration.ofMillis(Long.getLong("killed.every", 3_000));
    private static final int TIMES = Integer.getInteger("killed.times", 4);
    private static final long SEED = Long.getLong("killed.seed", 16);
    private static final int OF_EACH = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void i16_eachStepEndsOnceAndBeginsAfterThoseItNeeds() throws IOException {
        Random random = new Random(SEED);
        RandomGraph graph = RandomGraph.of(STEPS, random);
        BusProcess bus =
                buses.up(
                        directory.resolve("bus"),
                        "--roles",
                        "gateway",
                        "--durability",
                        "os",
                        "--partitions",
                        "2");
        EventLog log = new EventLog(bus);
        try (CountingService service = new CountingService()) {
            List<List<BusProcess>> parts = parts(bus, service);
            String run = begin(new BusClient(bus.url()), graph);
            long begun = System.nanoTime();
            int kills;
            try (Killing killing =
                    new Killing(
                            parts,
                            EVERY,
                            random,
                            () -> service.calls().size(),
                            () -> service.answer(STEPS / TIMES))) {
                await().atMost(PATIENCE).until(() -> killing.kills() >= TIMES);
                service.answer(Integer.MAX_VALUE / 2);
                if (!Killing.REGARDLESS) {
                    killing.stop();
                }
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> log.of(run).stream().anyMatch(EventLog.Event::isTerminal));
                kills = killing.kills();
            }
            double took = (System.nanoTime() - begun) / 1e9;
            assertOneOutcomeEachAfterThoseItNeeds(log, run, graph);
            assertThat(service.calls()).doesNotHaveDuplicates();
            assertThat(reconciled(bus)).isEmpty();
            System.out.printf(
                    "seed %d: a run of %d steps in %.1f s, %d kills of %d ledgers and %d executors,"
                            + " %d attempts lost, %d calls%n",
                    SEED,
                    STEPS,
                    took,
                    kills,
                    OF_EACH,
                    OF_EACH,
                    log.read().stream().filter(it -> it.type().equals("AttemptLost")).count(),
                    service.calls().size());
        }
    }

    /** All of a run lie in one partition, in this order. */
    private static void assertOneOutcomeEachAfterThoseItNeeds(
            EventLog log, String run, RandomGraph graph) {
        Map<String, Integer> accepted = new HashMap<>();
        Map<String, Integer> ended = new HashMap<>();
        Map<String, String> steps = new HashMap<>();
        List<EventLog.Event> events = log.read();
        for (int place = 0; place < events.size(); place++) {
            EventLog.Event event = events.get(place);
            String id = event.actionId();
            if (event.type().equals("ActionAccepted") && !id.equals(run)) {
                String step = step(event, run);
                steps.put(id, step);
                assertThat(accepted.put(step, place)).as("accepted before: %s", step).isNull();
            } else if (event.isTerminal()) {
                String who = id.equals(run) ? "the run" : steps.get(id);
                assertThat(event.type()).as(who).isEqualTo("ActionCompleted");
                assertThat(ended.put(who, place)).as("ended before: %s", who).isNull();
            }
        }
        assertThat(ended.remove("the run")).isNotNull();
        assertThat(accepted.keySet()).isEqualTo(graph.needs().keySet());
        assertThat(ended.keySet()).isEqualTo(graph.needs().keySet());
        graph.needs()
                .forEach((step, needs) ->
                        needs.forEach(need ->
                                assertThat(ended.get(need))
                                        .as("%s needs %s", step, need)
                                        .isLessThan(accepted.get(step))));
    }

    private static String step(EventLog.Event accepted, String run) {
        GenericRecord request = (GenericRecord) accepted.value().get("request");
        GenericRecord context = (GenericRecord) request.get("context");
        assertThat(context.get("runId")).hasToString(run);
        return context.get("step").toString();
    }

    private static List<?> reconciled(BusProcess bus) {
        return ReconcileScan.run(
                        Map.of("bootstrap.servers", bus.bootstrap()),
                        Topics.DEFAULT,
                        new RecordCodec(
                                new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, bus.url()))),
                        true,
                        Progress.NONE)
                .first();
    }

    private static String begin(BusClient client, RandomGraph graph) {
        BusClient.Answer applied =
                client.send(
                        client.request("/v1/workflows")
                                .header("Content-Type", "application/yaml")
                                .POST(body(graph.definition(CountingService.ACTION))));
        assertThat(applied.status()).as(applied.body()).isEqualTo(201);
        BusClient.Answer asked =
                client.send(
                        client.request("/v1/workflows/" + RandomGraph.NAME + "/runs")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "killed")
                                .POST(body("{}")));
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        return asked.actionId();
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    /** Ledgers, and executors. */
    private List<List<BusProcess>> parts(BusProcess bus, CountingService service)
            throws IOException {
        Path handlers = Files.createDirectories(directory.resolve("handlers"));
        Files.writeString(handlers.resolve("count.yaml"), service.manifest());
        List<BusProcess> ledgers = new ArrayList<>();
        List<BusProcess> executors = new ArrayList<>();
        for (int i = 0; i < OF_EACH; i++) {
            ledgers.add(part("ledger-" + i, bus, "ledger", "--lease", "3s"));
            executors.add(
                    part(
                            "executor-" + i,
                            bus,
                            "executor",
                            "--handlers",
                            handlers.toString(),
                            "--allow-egress",
                            "127.0.0.1/32"));
        }
        ledgers.forEach(BusProcess::awaitReady);
        executors.forEach(BusProcess::awaitReady);
        return List.of(ledgers, executors);
    }

    private BusProcess part(String name, BusProcess bus, String role, String... flags) {
        return buses.start(
                directory.resolve(name),
                Stream.concat(
                                Stream.of("--roles", role, "--kafka", bus.bootstrap()),
                                Stream.of(flags))
                        .toArray(String[]::new));
    }
}
