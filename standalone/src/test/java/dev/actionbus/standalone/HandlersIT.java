package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests and scripts on a whole bus. */
final class HandlersIT {

    private static final String CANARY = "canary-4711-nobody-may-read-this";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private Path handlers;
    private BusProcess bus;
    private BusClient client;

    @BeforeEach
    void start() throws IOException {
        handlers = Files.createDirectories(directory.resolve("handlers"));
        Files.writeString(directory.resolve("token"), CANARY + "\n");
        script(
                "resume.sh",
                "[ -n \"$ACTION_CHECKPOINT\" ] && { echo \"$ACTION_CHECKPOINT\"; exit 0; }",
                "echo '{\"progress\":0.3,\"checkpoint\":{\"epoch\":3}}' >&3",
                "exit 75");
        script(
                "leak.sh",
                "echo \"{\\\"message\\\":\\\"$TOKEN\\\",\\\"progress\\\":0.5}\" >&3",
                "echo \"{\\\"checkpoint\\\":\\\"$TOKEN\\\"}\" >&3",
                "echo \"$TOKEN\" >&2",
                "[ \"$ACTION_ATTEMPT\" = 1 ] && exit 75",
                "echo \"\\\"$TOKEN\\\"\"");
        declare("hello");
        bus =
                BusProcess.up(
                        directory.resolve("data"),
                        "--durability",
                        "os",
                        "--handlers",
                        handlers.toString());
        client = new BusClient(bus.url());
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    @Test
    void checkpointsSecretsAndReloads() throws IOException {
        theNextAttemptReceivesTheCheckpoint();
        noSecretLeavesItsHandler();
        manifestsMayChangeWhileTheBusRuns();
    }

    private void theNextAttemptReceivesTheCheckpoint() {
        BusClient.Answer resumed = client.execute("resume", "r", "{}");
        assertThat(resumed.state()).as(resumed.body()).isEqualTo("COMPLETED");
        assertThat(resumed.json().path("result").toString()).isEqualTo("{\"epoch\":3}");
    }

    private void noSecretLeavesItsHandler() throws IOException {
        BusClient.Answer leak = client.execute("leak", "l", "{}");
        assertThat(leak.json().path("error").path("code").asText())
                .as(leak.body())
                .isEqualTo("SECRET_IN_RESULT");
        EventLog log = new EventLog(bus);
        Stream.of(
                        "action.requests",
                        "action.tasks",
                        "action.reports",
                        "action.events",
                        "action.dlq")
                .flatMap(topic -> log.records(topic).stream())
                .forEach(record ->
                        assertThat(new String(record.value(), StandardCharsets.ISO_8859_1))
                                .doesNotContain(CANARY));
        assertThat(log.records("action.reports")).isNotEmpty();
        assertThat(bus.said() + Files.readString(bus.data().resolve("actionbus.log")))
                .doesNotContain(CANARY);
        assertThat(leak.body() + client.get("/v1/actions/" + leak.actionId()).body())
                .doesNotContain(CANARY);
    }

    private void manifestsMayChangeWhileTheBusRuns() throws IOException {
        assertThat(said("a")).isEqualTo("hello");
        declare("good morning");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(said(fresh())).isEqualTo("good morning"));

        Files.writeString(handlers.resolve("broken.yaml"), "actions: [\n");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(client.get("/q/health").body())
                                .contains("outdated, 1 findings", "MANIFEST_SYNTAX"));
        assertThat(said("b")).isEqualTo("good morning");
        assertThat(client.get("/q/health").status()).isEqualTo(200);

        Files.delete(handlers.resolve("broken.yaml"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(client.get("/q/health").body()).doesNotContain("outdated"));
    }

    private static String fresh() {
        return "fresh-" + System.nanoTime();
    }

    private String said(String key) {
        return client.execute("say", key, "{}").json().path("result").asText();
    }

    private void declare(String greeting) throws IOException {
        Files.writeString(
                handlers.resolve("m.yaml"),
                """
                actions:
                  - {name: say, run: [echo, '"%s"']}
                  - {name: resume, run: [sh, resume.sh], retry: {backoff: 10ms}}
                  - name: leak
                    run: [sh, leak.sh]
                    retry: {backoff: 10ms}
                    env: {TOKEN: {fromFile: %s}}
                """
                        .formatted(greeting, directory.resolve("token")));
    }

    private void script(String name, String... lines) throws IOException {
        Files.writeString(handlers.resolve(name), String.join("\n", List.of(lines)) + "\n");
    }
}
