package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Events and lists from processes of which none has all partitions, and one has none. */
final class TwoLedgersEventsIT {

    private static final int ACTIONS = 120;
    private static final int LANES = 12;

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void everyProcessTellsEveryEventOnce() {
        BusProcess bus =
                buses.up(
                        directory.resolve("bus"),
                        "--roles",
                        "gateway,executor",
                        "--durability",
                        "os",
                        "--partitions",
                        "4");
        BusProcess one = ledger("one", bus);
        BusProcess two = ledger("two", bus);
        one.awaitReady();
        two.awaitReady();
        awaitShared(one, two);
        submit(new BusClient(bus.url()));
        List<String> places = awaitCompleted(bus);

        for (BusProcess any : List.of(bus, one, two)) {
            BusClient client = new BusClient(any.url());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(EventPages.read(client, "limit=37"))
                                    .extracting(EventPages::place)
                                    .containsExactlyInAnyOrderElementsOf(places));
            List<JsonNode> labelled = EventPages.read(client, "limit=11&label=run=3");
            assertThat(labelled)
                    .allSatisfy(event -> assertThat(event.path("name").asText()).isEqualTo("echo"))
                    .hasSize(2 * ACTIONS / 10);
            assertThat(client.get("/v1/actions?limit=1000&label=run=3").json().path("actions"))
                    .hasSize(ACTIONS / 10);
            assertThat(client.get("/v1/actions?idempotencyKey=shared-7").json().path("actions"))
                    .hasSize(1);
        }
        assertEveryProcessTellsAllLanes(bus, List.of(bus, one, two));
    }

    /** Of each of many lanes one action runs and one waits, in all partitions. */
    private static void assertEveryProcessTellsAllLanes(BusProcess bus, List<BusProcess> all) {
        BusClient client = new BusClient(bus.url());
        String body =
                "{\"name\":\"nobody-has-it\",\"lane\":\"l%d\",\"retry\":{\"backoff\":\"10m\"}}";
        IntStream.range(0, 2 * LANES)
                .mapToObj(i ->
                        client.post(body.formatted(i % LANES))
                                .header("Idempotency-Key", "lane-" + i))
                .forEach(request -> assertThat(client.send(request).status()).isEqualTo(202));
        for (BusProcess any : all) {
            BusClient asked = new BusClient(any.url());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(
                                            asked.get("/v1/limits?prefix=lane:default/l")
                                                    .json()
                                                    .path("limits"))
                                    .hasSize(LANES)
                                    .allSatisfy(it -> {
                                        assertThat(it.path("running").asInt()).isEqualTo(1);
                                        assertThat(it.path("waiting").asInt()).isEqualTo(1);
                                    }));
        }
    }

    /** Until each has a part of the partitions. */
    private static void awaitShared(BusProcess one, BusProcess two) {
        for (BusProcess ledger : List.of(one, two)) {
            BusClient client = new BusClient(ledger.url());
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    IntStream.range(0, 4)
                                            .mapToObj(i -> client.get("/v1/audit/logs?here=" + i))
                                            .filter(answer -> answer.status() == 200)
                                            .count(),
                            count -> count > 0 && count < 4);
        }
    }

    private static void submit(BusClient client) {
        IntStream.range(0, ACTIONS)
                .mapToObj(i ->
                        client.post(
                                        "{\"name\":\"echo\",\"labels\":{\"run\":\"%d\"}}"
                                                .formatted(i % 10))
                                .header("Idempotency-Key", "shared-" + i))
                .forEach(request -> assertThat(client.send(request).status()).isIn(200, 202));
    }

    /** Where all events lie, when there are no more to come. */
    private static List<String> awaitCompleted(BusProcess bus) {
        EventLog log = new EventLog(bus);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        log.read().stream().filter(EventLog.Event::isTerminal).count() == ACTIONS);
        return log.records("action.events").stream()
                .map(it -> it.partition() + ":" + it.offset())
                .toList();
    }

    private BusProcess ledger(String name, BusProcess bus) {
        return buses.start(
                directory.resolve(name), "--roles", "ledger", "--kafka", bus.bootstrap());
    }
}
