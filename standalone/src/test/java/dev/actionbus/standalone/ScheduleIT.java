package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A schedule of a whole bus, whose clock is the real one: it waits for the next seconds. */
@ExtendWith(SharedBus.class)
final class ScheduleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final BusProcess bus;
    private final BusClient client;

    ScheduleIT(BusProcess bus) {
        this.bus = bus;
        client = new BusClient(bus.url());
    }

    @Test
    void aFiringIsOneActionWithItsTimeInItsKey() {
        String name = "often-" + UUID.randomUUID();
        String path = "/v1/schedules/" + name;
        String definition =
                "{\"cron\":\"*/2 * * * * *\",\"action\":{\"name\":\"journal\",\"params\":{\"n\":1}}}";
        BusClient.Answer made =
                client.send(
                        client.request(path)
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(definition)));
        String next = made.json().path("next").path(0).asText();

        String list = "/v1/actions?label=schedule=" + name + "&order=oldest";
        JsonNode first =
                await().atMost(PATIENCE)
                        .until(
                                () -> client.get(list).json().path("actions").path(0),
                                it -> it.path("status").asText().equals("COMPLETED"));

        assertThat(first.path("idempotencyKey").asText()).isEqualTo("cron:" + name + ":" + next);
        assertThat(Journal.calls(bus, first.path("actionId").asText())).hasSize(1);
        assertThat(client.send(client.request(path).DELETE()).status()).isEqualTo(200);
        assertThat(client.get(path).status()).isEqualTo(404);
    }
}
