package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs from processes of which none has all partitions, and while one of them is gone. */
final class TwoLedgersRunsIT {

    private static final int HOMES = 5;
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

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void everyProcessTellsEveryRunAndTheOneThatIsLeftGoesOnTellingThem() {
        TwoLedgers ledgers = TwoLedgers.start(buses, directory, HOMES);
        BusClient gateway = new BusClient(ledgers.bus().url());
        apply(gateway);
        List<String> runs =
                IntStream.range(0, RUNS).mapToObj(i -> begun(gateway, "early-" + i, 30)).toList();
        assertThat(runs.stream().map(ledgers::home)).contains(0, 1, 2, 3, 4);
        for (BusProcess any : List.of(ledgers.bus(), ledgers.one(), ledgers.two())) {
            BusClient client = new BusClient(any.url());
            runs.forEach(run -> assertTells(client, run));
            assertTellsItems(client, runs.getFirst());
            assertThat(client.getFresh(UNKNOWN).status()).isEqualTo(404);
            assertThat(client.getFresh("/v1/runs/" + ledgers.ids().getFirst()).status())
                    .isEqualTo(404);
        }

        Tally asked = new Tally();
        ledgers.two().kill();
        for (BusProcess any : List.of(ledgers.one(), ledgers.bus())) {
            runs.forEach(run -> asked.ask(new BusClient(any.url()), "/v1/runs/" + run));
        }
        BusClient survivor = new BusClient(ledgers.one().url());
        IntStream.range(0, LATE)
                .mapToObj(i -> begun(gateway, "late-" + i, 0))
                .forEach(run -> asked.ask(survivor, "/v1/runs/" + run));
        asked.awaitAll();

        System.out.println("a ledger killed while the other is asked for runs: " + asked);
        assertThat(asked.stale()).isPositive();
        assertThat(asked.absent()).isZero();
        assertThat(asked.unanswered()).isZero();
        assertThat(asked.others()).isEmpty();
        runs.forEach(run -> assertTells(survivor, run));
    }

    private static void assertTells(BusClient client, String run) {
        JsonNode told = client.getFresh("/v1/runs/" + run).json();
        assertThat(told.path("status").asText()).as("%s", told).isEqualTo("COMPLETED");
        assertThat(told.path("counts")).isEqualTo(BusClient.parse("{\"COMPLETED\":3}"));
        assertThat(told.path("steps").findValuesAsText("attempts")).containsExactly("1", "1");
    }

    private static void assertTellsItems(BusClient client, String run) {
        JsonNode items = client.getFresh("/v1/runs/" + run + "?step=items&limit=2").json();
        assertThat(items.path("steps").findValuesAsText("step"))
                .containsExactly("items[0]", "items[1]");
        assertThat(items.path("cursor").asText()).isEqualTo("2");
    }

    private static void apply(BusClient gateway) {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(DEFINITION);
        assertThat(gateway.send(gateway.request("/v1/workflows").POST(body)).status())
                .isEqualTo(201);
    }

    private static String begun(BusClient gateway, String key, int waitSeconds) {
        HttpRequest.Builder request =
                gateway.request("/v1/workflows/shared/runs")
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
        BusClient.Answer answer =
                gateway.send(
                        waitSeconds == 0
                                ? request
                                : request.header("Prefer", "wait=" + waitSeconds));
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json().path("runId").asText();
    }
}
