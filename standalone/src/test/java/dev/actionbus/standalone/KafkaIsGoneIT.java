package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Row 46 of the list of faults: a gateway whose Kafka is gone says what it does not know. */
final class KafkaIsGoneIT {

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void nothingIsClaimedWhileKafkaIsGoneAndAllIsWellAfterIt() {
        BusProcess bus = buses.up(directory.resolve("bus"), "--durability", "os");
        BusProcess gateway =
                buses.up(
                        directory.resolve("gateway"),
                        "--roles",
                        "gateway",
                        "--kafka",
                        bus.bootstrap());
        BusClient client = new BusClient(gateway.url());
        String key = UUID.randomUUID().toString();
        assertThat(client.execute("echo", key, "{}").status()).isEqualTo(200);

        bus.kill();
        // Beside each other: neither has been told by the other that nobody answers.
        var request = submit(client);
        var order = cancel(client);

        assertUnknownOrUnavailable(request);
        assertUnknownOrUnavailable(order);
        assertUnknownOrUnavailable(submit(client));

        bus.restart();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(client.execute("echo", key, "{}").status()).isEqualTo(200));
    }

    private static CompletableFuture<BusClient.Answer> submit(BusClient client) {
        return client.submitting("echo", UUID.randomUUID().toString(), "{}", 0);
    }

    private static CompletableFuture<BusClient.Answer> cancel(BusClient client) {
        return client.sending(
                client.request("/v1/actions/00000000-0000-8000-8000-000000000000/cancel")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"a test\"}")));
    }

    private static void assertUnknownOrUnavailable(CompletableFuture<BusClient.Answer> call) {
        assertThat(call).succeedsWithin(Duration.ofSeconds(7));
        BusClient.Answer answer = call.join();
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("code").asText()).isIn("OUTCOME_UNKNOWN", "BUS_UNAVAILABLE");
        assertThat(answer.retryAfter()).isPresent();
    }
}
