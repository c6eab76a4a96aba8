package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Runs of a workflow, at least one of each home.
 *
 * @param runs their ids; all have ended
 */
record TwoLedgersRuns(TwoLedgers ledgers, List<String> runs) {

    private static final int RUNS = 20;
    private static final int LATE = 10;
    private static final String UNKNOWN = "/v1/runs/00000007-0000-8000-8000-000000000000";
    private static final String DEFINITION =
            """
            workflow: shared
            steps:
              one: {action: echo, params: {n: 1}}
              items: {map: {over: [1, 2, 3], as: n}, action: echo, params: {n: "${n}"}, after: [one]}
              last: {action: echo, params: {n: "${size(steps.items.results)}"}}
            result: "${steps.last.result.n}"
            """;

    static TwoLedgersRuns begin(TwoLedgers ledgers) {
        BusClient gateway = new BusClient(ledgers.bus().url());
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(DEFINITION);
        assertThat(gateway.send(gateway.request("/v1/workflows").POST(body)).status())
                .isEqualTo(201);
        List<String> runs =
                IntStream.range(0, RUNS)
                        .mapToObj(i -> request(gateway, "early-" + i).header("Prefer", "wait=30"))
                        .map(gateway::sending)
                        .toList()
                        .stream()
                        .map(answer -> id(answer.join()))
                        .toList();
        assertThat(runs.stream().map(ledgers::home))
                .containsAll(IntStream.range(0, ledgers.homes()).boxed().toList());
        return new TwoLedgersRuns(ledgers, runs);
    }

    void assertTells(BusClient client) {
        runs.forEach(run -> assertTells(client, run));
        JsonNode items =
                client.getFresh("/v1/runs/" + runs.getFirst() + "?step=items&limit=2").json();
        assertThat(items.path("steps").findValuesAsText("step"))
                .containsExactly("items[0]", "items[1]");
        assertThat(items.path("cursor").asText()).isEqualTo("2");
        assertThat(client.getFresh(UNKNOWN).status()).isEqualTo(404);
        assertThat(client.getFresh("/v1/runs/" + ledgers.ids().getFirst()).status()).isEqualTo(404);
    }

    /** Whoever is left, and for some that are just begun. */
    void askFor(Tally asked) {
        BusClient gateway = new BusClient(ledgers.bus().url());
        BusClient survivor = new BusClient(ledgers.one().url());
        for (BusClient any : List.of(survivor, gateway)) {
            runs.forEach(run -> asked.ask(any, "/v1/runs/" + run));
        }
        CompletableFuture.allOf(
                        IntStream.range(0, LATE)
                                .mapToObj(i ->
                                        gateway.sending(request(gateway, "late-" + i))
                                                .thenApply(TwoLedgersRuns::id)
                                                .thenAccept(run ->
                                                        asked.ask(survivor, "/v1/runs/" + run)))
                                .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void assertTells(BusClient client, String run) {
        JsonNode told = client.getFresh("/v1/runs/" + run).json();
        assertThat(told.path("status").asText()).as("%s", told).isEqualTo("COMPLETED");
        assertThat(told.path("counts")).isEqualTo(BusClient.parse("{\"COMPLETED\":3}"));
        assertThat(told.path("steps").findValuesAsText("attempts")).containsExactly("1", "1");
    }

    private static HttpRequest.Builder request(BusClient gateway, String key) {
        return gateway.request("/v1/workflows/shared/runs")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private static String id(BusClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json().path("runId").asText();
    }
}
