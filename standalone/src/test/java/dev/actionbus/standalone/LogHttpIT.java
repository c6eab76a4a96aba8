package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.VerifierKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verifiable log as it is served. */
@ExtendWith(SharedBus.class)
final class LogHttpIT {

    private final BusClient client;

    LogHttpIT(BusProcess bus) {
        client = new BusClient(bus.url());
    }

    @Test
    void anActionIsProvedUnderACheckpointThatAPublicKeyVerifies() {
        String id = client.execute("journal", "proved", "{}").actionId();
        String path = "/v1/audit/actions/" + id;
        BusClient.Answer proof =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> client.get(path + "/proof"), it -> it.status() == 200);

        JsonNode logs = client.get("/v1/audit/logs").json();
        JsonNode events = client.get(path).json().path("events");
        VerifierKey key = VerifierKey.parse(logs.path("keys").path(0).asText());
        String partition = events.path(0).path("partition").asText();

        assertThat(logs.path("logs").size()).isEqualTo(4);
        assertThat(proof.json().path("records").size()).isEqualTo(events.size());
        assertThat(events.path(0).path("type").asText()).isEqualTo("ActionAccepted");
        assertThat(key.verifies(SignedNote.parse(proof.json().path("checkpoint").asText())))
                .isTrue();
        BusClient.Answer note = client.get("/v1/audit/logs/" + partition + "/checkpoint");
        assertThat(note.type()).startsWith("text/plain");
        assertThat(key.verifies(SignedNote.parse(note.body()))).isTrue();
        assertThat(client.get("/v1/audit/logs/" + partition + "/tile/0/000.p/1").type())
                .isEqualTo("application/octet-stream");
        assertThat(client.get("/v1/audit/digest").json().path("partitions").size()).isEqualTo(4);
        assertThat(client.get(path + "?asOf=2020-01-01T00:00:00Z").status()).isEqualTo(404);
    }
}
