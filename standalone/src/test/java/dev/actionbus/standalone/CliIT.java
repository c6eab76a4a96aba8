package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a running bus. */
@ExtendWith(SharedBus.class)
final class CliIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UNKNOWN = "00000000-0000-8000-8000-000000000000";

    @TempDir Path directory = Path.of("");

    private final BusProcess bus;

    CliIT(BusProcess bus) {
        this.bus = bus;
    }

    @Test
    void anActionIsSubmittedAskedForListedAndFollowed() {
        JsonNode done =
                json(asking("submit", "echo", "-p", "a=1", "-p", "b=x", "--key", "cli", "--wait"));
        assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(done.path("result").toString()).isEqualTo("{\"a\":1,\"b\":\"x\"}");
        String id = done.path("actionId").asText();

        assertThat(json(asking("wait", id)).path("status").asText()).isEqualTo("COMPLETED");
        JsonNode got = json(asking("get", id));
        assertThat(got.path("idempotencyKey").asText()).isEqualTo("cli");
        assertThat(got.path("attempts")).hasSize(1);
        JsonNode listed = json(asking("list", "--name", "echo", "--limit", "1000"));
        assertThat(listed.path("actions").findValuesAsText("actionId")).contains(id);

        Program.Ran tail =
                ok(
                        asking(
                                "tail",
                                "--kafka",
                                bus.bootstrap(),
                                "--from-start",
                                "--until-end",
                                "--action",
                                id,
                                "-o",
                                "json"));
        List<String> types =
                tail.out()
                        .lines()
                        .map(line -> BusClient.parse(line).path("type").asText())
                        .toList();
        assertThat(types).startsWith("do.action.accepted.v1").endsWith("do.action.completed.v1");
    }

    @Test
    void oneActionIsFollowedToItsEnd() {
        String id = json(asking("submit", "nap", "--timeout", "30s")).path("actionId").asText();

        List<String> types =
                ok(asking("tail", id, "-o", "json"))
                        .out()
                        .lines()
                        .map(line -> BusClient.parse(line).path("type").asText())
                        .toList();

        assertThat(types).startsWith("ActionAccepted").endsWith("ActionCompleted");
        assertFails(asking("tail", id, "--from-start"), 2, "OPTIONS_CONFLICT");
        assertFails(asking("tail", UNKNOWN), 4, "ACTION_NOT_FOUND");
    }

    @Test
    void ordersAreGivenWithTheirReason() {
        String id = json(asking("submit", "echo", "--delay", "1h")).path("actionId").asText();

        assertThat(json(asking("cancel", id, "--reason", "a test")).path("status").asText())
                .isEqualTo("CANCELLED");

        assertFails(asking("cancel", id), 2, "USAGE");
        assertFails(asking("retry", id, "--reason", "a test"), 4, "ALREADY_TERMINAL");
        assertThat(json(asking("redrive", id, "--reason", "a test")).path("status").asText())
                .isEqualTo("ADMITTED");
        JsonNode ended = json(asking("wait", id));
        assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void deadLettersAreListedAndRedrivenAndKeysAreReleased() {
        String label = "cli-" + directory.getFileName();
        String request =
                "{\"name\":\"nobody\",\"idempotencyKey\":\""
                        + label
                        + "\",\"correlationId\":\""
                        + label
                        + "\",\"retry\":{\"maxAttempts\":1}}";
        Path batch = directory.resolve("batch.ndjson");
        write(batch, request + "\n");
        String id =
                json(asking("submit", "--batch", batch.toString(), "--wait=30s"))
                        .path("actionId")
                        .asText();

        String[] filter = {"--correlation", label};
        await().atMost(PATIENCE)
                .until(() ->
                        json(asking("dlq", "ls", filter[0], filter[1]))
                                .path("actions")
                                .findValuesAsText("actionId")
                                .equals(List.of(id)));
        JsonNode redriven =
                json(asking("dlq", "redrive", filter[0], filter[1], "--all", "--reason", "a test"));
        assertThat(redriven.path("redriven").asInt()).isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> json(asking("get", id)).path("status").asText().equals("FAILED"));
        assertThat(ok(asking("key", "show", label)).out()).contains(id);
        JsonNode released =
                json(asking("key", "release", label, "--name", "nobody", "--reason", "a test"));
        assertThat(released.path("actionId").asText()).isEqualTo(id);
    }

    @Test
    void aBatchWithABadLineIsDoneAndSaysSo() {
        Path batch = directory.resolve("batch.ndjson");
        write(batch, "{\"name\":\"echo\"}\n{}\n{\"name\":\"echo\"}\n");

        Program.Ran ran = run(asking("submit", "--batch", batch.toString()));

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.out().lines())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("2  error[FIELD_MISSING]");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void peopleGetTextAndTables() {
        Program.Ran done = ok(asking("submit", "echo", "-p", "hello=world", "--wait"));
        assertThat(done.out()).contains("status      COMPLETED", "{\"hello\":\"world\"}");
        assertThat(ok(asking("list")).out()).startsWith("ACTION").contains("COMPLETED");
    }

    @Test
    void refusalsAndAbsentBusesHaveTheirExitCodes() {
        assertFails(asking("get", UNKNOWN), 4, "ACTION_NOT_FOUND");
        assertFails(asking("submit", "bad name"), 4, "NAME_INVALID");
        assertFails(asking("submit"), 2, "USAGE");
        assertFails(List.of("submti"), 2, "USAGE");
        assertFails(List.of("list", "--url", "http://127.0.0.1:1"), 3, "BUS_UNREACHABLE");
    }

    @Test
    void manifestsAreListedAndChecked() {
        String handlers = Journal.manifests(directory).toString();
        JsonNode rows = json(new ArrayList<>(List.of("handlers", "ls", "--handlers", handlers)));
        assertThat(rows.findValuesAsText("name")).contains("echo", "journal", "nap", "sleeper");
        assertThat(ok(List.of("handlers", "check", "--handlers", handlers)).out())
                .isEqualToIgnoringNewLines("ok: 8 handlers, echo included");
    }

    @Test
    void theHandlersOfARunningBusAreListed() {
        await().atMost(PATIENCE)
                .until(() -> json(asking("handlers", "ls")).path("handlers").size() >= 4);
        JsonNode handlers = json(asking("handlers", "ls")).path("handlers");
        assertThat(handlers.findValuesAsText("name")).contains("echo", "journal", "nap", "sleeper");
        assertThat(handlers.findValuesAsText("kind")).contains("JAVA", "PROCESS");
        assertThat(ok(asking("handlers", "ls")).out())
                .startsWith("NAME")
                .containsPattern(
                        "journal +1 +default +PROCESS +RETRY +60s +5 +none +any +executor-");
    }

    @Test
    void schedulesAreMadeShownBackfilledAndRemoved() {
        String name = "cli-" + UUID.randomUUID();
        List<String> put =
                asking("schedule", "put", name, "--cron", "0 0 1 1 *", "--action", "echo");
        put.addAll(List.of("-p", "n=0.1000", "--zone", "Europe/Berlin", "--tolerance", "5m"));
        JsonNode made = json(put);
        assertThat(made.path("next").path(0).asText()).endsWith("-12-31T23:00:00Z");
        assertThat(ok(asking("schedule", "ls")).out())
                .startsWith("NAME")
                .containsPattern(name + " +1 +0 0 1 1 \\* +Europe/Berlin +echo +[0-9-]+T23:00:00Z");
        assertThat(ok(asking("schedule", "show", name)).out())
                .containsPattern(
                        "action +\\{\"name\":\"echo\",\"version\":1,\"params\":\\{\"n\":0.1000");
        JsonNode asked =
                json(
                        asking(
                                "schedule",
                                "backfill",
                                name,
                                "--from",
                                "2024-06-01T00:00:00Z",
                                "--to",
                                "2025-06-01T00:00:00Z"));
        assertThat(asked.path("actionIds")).hasSize(1);
        String id = asked.path("actionIds").path(0).asText();
        JsonNode done = json(asking("wait", id));
        assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(json(asking("get", id)).path("idempotencyKey").asText())
                .isEqualTo("cron:" + name + ":2024-12-31T23:00:00Z");
        assertThat(json(asking("schedule", "rm", name)).path("removed").asBoolean()).isTrue();
        assertFails(asking("schedule", "show", name), 4, "SCHEDULE_NOT_FOUND");
        assertFails(
                asking("schedule", "put", name, "--cron", "x", "--action", "echo"),
                4,
                "CRON_INVALID");
        assertFails(asking("schedule", "put", name), 2, "USAGE");
    }

    private List<String> asking(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", bus.url()));
        return all;
    }

    private static JsonNode json(List<String> args) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of("-o", "json"));
        return BusClient.parse(ok(all).out());
    }

    private static Program.Ran ok(List<String> args) {
        Program.Ran ran = run(args);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        return ran;
    }

    private static void assertFails(List<String> args, int exitCode, String code) {
        Program.Ran ran = run(args);
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(exitCode);
        assertThat(ran.err()).contains("error[" + code + "]").doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
    }

    private static Program.Ran run(List<String> args) {
        return Program.run(PATIENCE, args.toArray(String[]::new));
    }
}
