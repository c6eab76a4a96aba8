package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A command leaves its action to somebody outside, who ends it over HTTP. */
@ExtendWith(SharedBus.class)
final class CallbackHttpIT {

    private final BusProcess bus;
    private final BusClient client;

    CallbackHttpIT(BusProcess bus) {
        this.bus = bus;
        this.client = new BusClient(bus.url());
    }

    @Test
    void aCallbackEndsTheActionOnceHoweverOftenItIsSent() {
        String id = submit("once");
        Told told = told(id, 1);
        assertThat(told.url()).isEqualTo(bus.url() + "/v1/callbacks");
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("SUSPENDED"));

        BusClient.Answer done = call("/v1/callbacks", told.token(), "{\"result\":{\"n\":1}}");
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.state()).isEqualTo("COMPLETED");
        assertThat(done.json().path("result").toString()).isEqualTo("{\"n\":1}");

        BusClient.Answer again = inPath(told.token(), "{\"result\":{\"n\":1}}");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.json().path("result").toString()).isEqualTo("{\"n\":1}");
        BusClient.Answer other = call("/v1/callbacks", told.token(), "{\"result\":{\"n\":2}}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asText()).isEqualTo("ALREADY_TERMINAL");

        awaitEvent(id, "LateReport");
        assertThat(new EventLog(bus).of(id))
                .extracting(EventLog.Event::type)
                .contains("AttemptSuspended", "LateReport")
                .containsOnlyOnce("ActionCompleted");
        assertThat(Journal.calls(bus, id)).hasSize(1);
        assertThat(bus.said()).doesNotContain(told.token());
    }

    @Test
    void aCallbackThatIsFasterThanItsCommandCounts() {
        String id =
                client.submitting("leave", "callback-fast", "{\"slow\":true}", 0).join().actionId();
        Told told = told(id, 1);
        assertThat(call("/v1/callbacks", told.token(), "{\"result\":7}").state())
                .isEqualTo("COMPLETED");
        awaitEvent(id, "LateReport");
        assertThat(new EventLog(bus).of(id))
                .extracting(EventLog.Event::type)
                .containsSubsequence("ActionCompleted", "LateReport");
    }

    @Test
    void anErrorThatMayBeRetriedIsFollowedByAnotherAttemptWithATokenOfItsOwn() {
        String id = submit("again");
        Told first = told(id, 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("SUSPENDED"));
        BusClient.Answer failed =
                call(
                        "/v1/callbacks",
                        first.token(),
                        "{\"error\":{\"code\":\"GPU_LOST\",\"retryable\":true}}");
        assertThat(failed.status()).as(failed.body()).isEqualTo(200);
        assertThat(failed.state()).isEqualTo("WAITING");

        Told second = told(id, 2);
        BusClient.Answer late = call("/v1/callbacks", first.token(), "{\"result\":1}");
        assertThat(late.json().path("code").asText()).isEqualTo("ATTEMPT_NOT_CURRENT");
        assertThat(call("/v1/callbacks", second.token(), "{\"result\":2}").state())
                .isEqualTo("COMPLETED");
    }

    @Test
    void signsOfLifeAreTakenForTheTokensActionOnly() {
        String id = submit("alive");
        Told told = told(id, 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id).equals("SUSPENDED"));
        String beat = "/v1/actions/" + id + "/heartbeat";
        String half = "{\"progress\":0.5,\"message\":\"half\"}";
        assertThat(call(beat, told.token(), half).status()).isEqualTo(202);
        awaitEvent(id, "AttemptProgressed");

        String other = submit("other");
        String token = told(other, 1).token();
        assertThat(call(beat, token, half).status()).isEqualTo(403);
        assertThat(client.send(post(beat, half)).status()).isEqualTo(401);
        String forged = "A" + told.token().substring(1).replace('A', 'B');
        assertThat(call("/v1/callbacks", forged, "{\"result\":1}").status()).isEqualTo(403);
    }

    /** What the command was told. */
    private record Told(String url, String token) {}

    private Told told(String id, int attempt) {
        Path file = bus.data().resolve("workspace").resolve(id + "-" + attempt);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
        try {
            List<String> words = List.of(Files.readString(file).strip().split(" ", -1));
            return new Told(words.get(0), words.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String submit(String key) {
        return client.submitting("leave", "callback-" + key, "{}", 0).join().actionId();
    }

    private String state(String id) {
        return client.get("/v1/actions/" + id).state();
    }

    private void awaitEvent(String id, String type) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.get("/v1/audit/actions/" + id)
                                .json()
                                .path("events")
                                .findValuesAsText("type")
                                .contains(type));
    }

    private BusClient.Answer call(String path, String token, String body) {
        return client.send(post(path, body).header("Callback-Token", token));
    }

    private BusClient.Answer inPath(String token, String body) {
        return client.send(post("/v1/callbacks/" + token, body));
    }

    private HttpRequest.Builder post(String path, String body) {
        return client.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
