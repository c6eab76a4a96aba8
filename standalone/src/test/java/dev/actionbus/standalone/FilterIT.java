package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Actions and events by key, story, label and time, over HTTP and at a terminal. */
@ExtendWith(SharedBus.class)
final class FilterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORY = "filter it: a story & more";

    private final BusProcess bus;
    private final BusClient client;

    FilterIT(BusProcess bus) {
        this.bus = bus;
        this.client = new BusClient(bus.url());
    }

    @BeforeEach
    void threeActions() {
        for (int i = 0; i < 3; i++) {
            String body =
                    """
                    {"name":"echo","correlationId":"%s","labels":{"filter it":"a=b","step":"%d"}}
                    """
                            .formatted(STORY, i);
            var unused =
                    client.send(
                            client.post(body)
                                    .header("Idempotency-Key", "filter-it-" + i)
                                    .header("Prefer", "wait=30"));
        }
        await().atMost(PATIENCE)
                .until(() ->
                        client.get("/v1/actions?status=completed&label=filter+it%3Da%3Db")
                                        .json()
                                        .path("actions")
                                        .size()
                                == 3);
    }

    @Test
    void actionsAreListedByKeyStoryLabelAndTime() {
        assertThat(keys(list("--key", "filter-it-1"))).containsExactly("filter-it-1");
        assertThat(keys(list("--correlation", STORY)))
                .containsExactlyInAnyOrder("filter-it-0", "filter-it-1", "filter-it-2");
        assertThat(keys(list("--label", "filter it=a=b", "--label", "step=2", "--name", "echo")))
                .containsExactly("filter-it-2");
        assertThat(keys(list("--correlation", STORY, "--from", "1h"))).hasSize(3);
        assertThat(keys(list("--correlation", STORY, "--to", "1h"))).isEmpty();
        JsonNode page = list("--correlation", STORY, "--limit", "2");
        String cursor = page.path("cursor").asText();
        List<String> all = new ArrayList<>(keys(page));
        all.addAll(keys(list("--correlation", STORY, "--limit", "2", "--cursor", cursor)));
        assertThat(all).containsExactlyInAnyOrder("filter-it-0", "filter-it-1", "filter-it-2");
    }

    @Test
    void eventsAreListedAsTheyLieOnTheTopic() {
        JsonNode page = events("--key", "filter-it-1");
        assertThat(page.path("events").findValuesAsText("type"))
                .startsWith("ActionAccepted", "ActionCompleted");
        String id = page.path("events").path(0).path("actionId").asText();
        JsonNode shown = client.get("/v1/audit/actions/" + id).json().path("events");
        for (int i = 0; i < shown.size(); i++) {
            String entry = page.path("events").path(i).path("entry").asText();
            assertThat(entry).isEqualTo(shown.path(i).path("entry").asText());
        }
        JsonNode completed =
                events(
                        "--correlation",
                        STORY,
                        "--type",
                        "ActionCompleted",
                        "--label",
                        "filter it=a=b",
                        "--status",
                        "completed",
                        "--name",
                        "echo",
                        "--from",
                        "1h");
        assertThat(completed.path("events")).hasSize(3);
        assertThat(completed.path("more").asBoolean()).isFalse();
        String text = run("audit", "events", "--correlation", STORY, "--limit", "2").out();
        assertThat(text).startsWith("TIME").contains("ActionAccepted", "echo");
        assertThat(text).contains("more: --cursor ");
    }

    @Test
    void aStateOfTheLogIsATimeOrOffsets() {
        JsonNode all = events("--key", "filter-it-0");
        JsonNode last = all.path("events").path(all.path("events").size() - 1);
        String offset = EventPages.place(last);
        String id = last.path("actionId").asText();

        int before = all.path("events").size() - 1;
        assertThat(events("--key", "filter-it-0", "--as-of", offset).path("events"))
                .hasSize(before);
        assertThat(client.get("/v1/audit/actions/" + id + "?asOf=" + offset).json().path("events"))
                .hasSize(before);
        String start = Instant.EPOCH.toString();
        assertThat(events("--key", "filter-it-0", "--as-of", start).path("events")).isEmpty();
    }

    @Test
    void aCursorOfAnotherQuestionIsRefused() {
        String cursor =
                client.get("/v1/audit/events?limit=1&type=ActionAccepted")
                        .json()
                        .path("cursor")
                        .asText();

        assertThat(
                        client.get("/v1/audit/events?limit=2&type=ActionAccepted&cursor=" + cursor)
                                .status())
                .isEqualTo(200);
        for (String other :
                List.of(
                        "/v1/audit/events?",
                        "/v1/audit/events?type=ActionFailed&",
                        "/v1/actions?")) {
            BusClient.Answer refused = client.get(other + "cursor=" + cursor);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("code").asText()).isEqualTo("CURSOR_INVALID");
            assertThat(refused.json().path("parameter").asText()).isEqualTo("cursor");
        }
        Program.Ran ran =
                Program.run(PATIENCE, "audit", "events", "--cursor", cursor, "--url", bus.url());
        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).contains("error[CURSOR_INVALID]");
        Program.Ran misuse = Program.run(PATIENCE, "list", "--from", "yesterday");
        assertThat(misuse.exitCode()).isEqualTo(2);
        assertThat(misuse.err()).contains("error[USAGE]", "24h");
    }

    private JsonNode list(String... filter) {
        return json("list", filter);
    }

    private JsonNode events(String... filter) {
        List<String> all = new ArrayList<>(List.of("events"));
        all.addAll(List.of(filter));
        return json("audit", all.toArray(String[]::new));
    }

    private JsonNode json(String verb, String... options) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(options));
        all.addAll(List.of("-o", "json"));
        return BusClient.parse(run(all.toArray(String[]::new)).out());
    }

    private Program.Ran run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", bus.url()));
        Program.Ran ran = Program.run(PATIENCE, all.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran;
    }

    private static List<String> keys(JsonNode page) {
        return page.path("actions").findValuesAsText("idempotencyKey");
    }
}
