package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders over HTTP: what they do, what is on record, and that they are carried out once. */
@ExtendWith(SharedBus.class)
final class OrdersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WHY = "{\"reason\":\"a test\"}";

    /** Not the one that others ask for on this bus: orders for it are on record. */
    private static final String UNKNOWN = "0de50000-0000-8000-8000-000000000000";

    private final BusProcess bus;
    private final BusClient client;

    OrdersIT(BusProcess bus) {
        this.bus = bus;
        client = new BusClient(bus.url());
    }

    @Test
    void aRunningActionIsCancelledOnceAndItIsOnRecordByWhomAndWhy() {
        String id = submit("{\"name\":\"sleeper\"}");

        BusClient.Answer cancelled = order(id, "cancel", WHY, "");
        BusClient.Answer again = order(id, "cancel", WHY, "");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.state()).isEqualTo("CANCELLED");
        assertThat(again.status()).isEqualTo(200);
        JsonNode event = only(id, "ActionCancelled");
        assertThat(event.path("data").path("principal").asText()).isEqualTo("anonymous");
        assertThat(event.path("data").path("reason").asText()).isEqualTo("a test");
    }

    @Test
    void aCancelEndsTheProcessGroupOfARunningAttempt() {
        String id = submit("{\"name\":\"hang\"}");
        await().atMost(PATIENCE).until(() -> !Journal.calls(bus, id).isEmpty());
        Journal.Call call = Journal.calls(bus, id).getFirst();
        assertThat(call.isRunning()).isTrue();

        assertThat(order(id, "cancel", WHY, "").state()).isEqualTo("CANCELLED");

        await().atMost(PATIENCE).until(() -> !call.isRunning());
        assertThat(Journal.calls(bus, id)).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsReason() {
        String done = client.execute("echo", UUID.randomUUID().toString(), "{}").actionId();

        assertRefused(order(done, "cancel", WHY, ""), 409, "ALREADY_TERMINAL");
        assertRefused(order(done, "retry", WHY, ""), 409, "ALREADY_TERMINAL");
        assertRefused(order(done, "redrive", WHY, ""), 409, "NOT_DEAD");
        assertRefused(order(UNKNOWN, "cancel", WHY, ""), 404, "ACTION_NOT_FOUND");
        assertRefused(order(UNKNOWN, "retry", WHY, ""), 404, "ACTION_NOT_FOUND");
        assertRefused(order("nonsense", "cancel", WHY, ""), 400, "ACTION_ID_INVALID");
        assertRefused(order(done, "cancel", "{}", ""), 400, "REASON_MISSING");
        assertRefused(order(done, "cancel", "", ""), 400, "BODY_MISSING");
    }

    @Test
    void aDelayedActionIsTriedNow() {
        String id = submit("{\"name\":\"echo\",\"delay\":\"1h\"}");
        awaitStatus(id, "WAITING");

        BusClient.Answer answer = order(id, "retry", WHY, "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        awaitStatus(id, "COMPLETED");
    }

    @Test
    void aRedriveWithAKeyIsCarriedOutOnceHoweverOftenItIsGiven() {
        String id = submit(failing("nobody", ""));
        awaitStatus(id, "FAILED");

        BusClient.Answer first = order(id, "redrive", WHY, "order-1");
        awaitStatus(id, "FAILED");
        BusClient.Answer second = order(id, "redrive", WHY, "order-1");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.json().path("requestId")).isEqualTo(first.json().path("requestId"));
        assertThat(only(id, "ActionRedriven").path("data").path("round").asInt()).isEqualTo(2);
        assertThat(order(id, "redrive", WHY, "order-2").status()).isEqualTo(200);
    }

    @Test
    void aReleasedKeyIsFreeForAnotherRequest() {
        String key = "released:" + UUID.randomUUID();
        client.execute("echo", key, "{\"a\":1}");
        assertThat(client.execute("echo", key, "{\"a\":2}").status()).isEqualTo(422);

        BusClient.Answer released = release(key, "{\"reason\":\"a test\",\"name\":\"echo\"}");

        assertThat(released.status()).as(released.body()).isEqualTo(200);
        assertThat(released.state()).isEqualTo("COMPLETED");
        assertThat(client.execute("echo", key, "{\"a\":2}").body()).contains("{\"a\":2}");
        assertRefused(release(key, WHY), 400, "FIELD_MISSING");
        assertRefused(
                release("k-" + UUID.randomUUID(), "{\"reason\":\"x\",\"name\":\"echo\"}"),
                404,
                "ACTION_NOT_FOUND");
    }

    @Test
    void deadLettersAreRedrivenPageByPageInTheOrderOfTheirAdmission() {
        String name = "dead-" + UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        String together = "},\"partitionKey\":\"" + name + "\"";
        for (int i = 0; i < 5; i++) {
            String more = i == 2 ? ",\"pauseWhenExhausted\":true" : "";
            ids.add(submit(failing(name, more).replace("}}", together + "}")));
            awaitStatus(ids.getLast(), i == 2 ? "PAUSED" : "FAILED");
        }
        await().atMost(PATIENCE)
                .until(() ->
                        client.get("/v1/dead-letters?name=" + name).json().path("actions").size()
                                == 5);

        List<JsonNode> pages = new ArrayList<>();
        String cursor = "";
        do {
            BusClient.Answer page =
                    post(
                            "/v1/dead-letters:redrive",
                            "{\"reason\":\"a test\",\"limit\":2,\"name\":\""
                                    + name
                                    + "\""
                                    + cursor
                                    + "}",
                            "");
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            pages.add(page.json());
            cursor = ",\"cursor\":\"" + page.json().path("cursor").asText() + "\"";
        } while (pages.getLast().path("more").asBoolean() && pages.size() < 9);

        assertThat(pages.stream().mapToInt(page -> page.path("redriven").asInt()).sum())
                .isEqualTo(4);
        assertThat(pages.stream().mapToInt(page -> page.path("retried").asInt()).sum())
                .isEqualTo(1);
        assertThat(pages).allSatisfy(page -> assertThat(page.path("ignored").asInt()).isZero());
        List<Long> offsets =
                ids.stream()
                        .map(id ->
                                only(
                                                id,
                                                id.equals(ids.get(2))
                                                        ? "RetryRequested"
                                                        : "ActionRedriven")
                                        .path("offset")
                                        .asLong())
                        .toList();
        assertThat(offsets).isSorted();
    }

    private static String failing(String name, String more) {
        return "{\"name\":\"" + name + "\",\"retry\":{\"maxAttempts\":1" + more + "}}";
    }

    private String submit(String body) {
        BusClient.Answer answer = client.send(client.post(body));
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.actionId();
    }

    private void awaitStatus(String id, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(client.get("/v1/actions/" + id).state()).isEqualTo(status));
    }

    private JsonNode only(String id, String type) {
        List<JsonNode> found = new ArrayList<>();
        client.get("/v1/audit/actions/" + id + "/events")
                .json()
                .path("events")
                .forEach(event -> {
                    if (event.path("type").asText().equals(type)) {
                        found.add(event);
                    }
                });
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private BusClient.Answer order(String id, String verb, String body, String key) {
        return post("/v1/actions/" + id + "/" + verb, body, key);
    }

    private BusClient.Answer release(String key, String body) {
        return post("/v1/idempotency-keys/" + key + ":release", body, "");
    }

    private BusClient.Answer post(String path, String body, String key) {
        HttpRequest.Builder request =
                client.request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(key.isEmpty() ? request : request.header("Idempotency-Key", key));
    }

    private static void assertRefused(BusClient.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
