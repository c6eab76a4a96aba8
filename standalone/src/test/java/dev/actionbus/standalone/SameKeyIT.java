package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBus.class)
final class SameKeyIT {

    private static final int CALLERS = 1000;

    @Test
    void aThousandCallersWithOneKeyAreOneCall(BusProcess bus) {
        BusClient client = new BusClient(bus.url());
        String params = "{\"amount\": 12.50, \"to\": \"x\"}";
        List<CompletableFuture<BusClient.Answer>> asked =
                IntStream.range(0, CALLERS)
                        .mapToObj(_ -> client.submitting("nap", "same-key", params, 30))
                        .toList();
        List<BusClient.Answer> answers = asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.body()).isEqualTo(200));
        Set<String> bodies =
                answers.stream().map(BusClient.Answer::body).collect(Collectors.toSet());
        assertThat(bodies).hasSize(1);
        assertThat(bodies.iterator().next()).contains("\"status\":\"COMPLETED\"", params);
        String id = answers.getFirst().actionId();
        assertThat(Journal.calls(bus, id)).hasSize(1);

        EventLog log = new EventLog(bus);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(log.of(id))
                                .filteredOn(e -> e.type().equals("DuplicateObserved"))
                                .hasSize(CALLERS - 1));
        assertThat(log.of(id)).filteredOn(e -> e.type().equals("ActionAccepted")).hasSize(1);
        assertThat(log.of(id)).filteredOn(EventLog.Event::isTerminal).hasSize(1);

        BusClient.Answer other = client.execute("nap", "same-key", "{\"amount\": 12.51}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_CONFLICT");
        assertThat(Journal.calls(bus, id)).hasSize(1);
    }
}
