package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The events of all partitions, asked for as pages; nothing else may be going on meanwhile. */
record TwoLedgersEvents(TwoLedgers ledgers) {

    private static final int ACTIONS = 120;
    private static final int LANES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    void submit() {
        BusClient client = new BusClient(ledgers.bus().url());
        IntStream.range(0, ACTIONS)
                .mapToObj(i ->
                        client.post(
                                        "{\"name\":\"echo\",\"labels\":{\"run\":\"%d\"}}"
                                                .formatted(i % 10))
                                .header("Idempotency-Key", "shared-" + i))
                .forEach(request -> assertThat(client.send(request).status()).isIn(200, 202));
    }

    /** Where all events lie, when there are no more to come. */
    List<String> awaitCompleted() {
        EventLog log = new EventLog(ledgers.bus());
        int all = ledgers.ids().size() + ACTIONS;
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> log.read().stream().filter(EventLog.Event::isTerminal).count() == all);
        return log.records("action.events").stream()
                .map(it -> it.partition() + ":" + it.offset())
                .toList();
    }

    void assertTells(BusClient client, List<String> places) {
        await().atMost(PATIENCE)
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

    /** Of each of many lanes one action runs and one waits, in all partitions. */
    void assertEveryProcessTellsAllLanes() {
        BusClient client = new BusClient(ledgers.bus().url());
        String body =
                "{\"name\":\"nobody-has-it\",\"lane\":\"l%d\",\"retry\":{\"backoff\":\"10m\"}}";
        IntStream.range(0, 2 * LANES)
                .mapToObj(i ->
                        client.post(body.formatted(i % LANES))
                                .header("Idempotency-Key", "lane-" + i))
                .forEach(request -> assertThat(client.send(request).status()).isEqualTo(202));
        for (BusProcess any : ledgers.all()) {
            BusClient asked = new BusClient(any.url());
            await().atMost(PATIENCE)
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
}
