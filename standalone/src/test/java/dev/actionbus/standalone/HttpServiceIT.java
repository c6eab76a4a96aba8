package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a service in Python, called by a bus that may call loopback. */
final class HttpServiceIT {

    private static final Path EXAMPLE = Path.of("../examples/http-service");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path directory = Path.of("");
    private static Process service;
    private static BusProcess bus;

    @BeforeAll
    static void start() throws IOException {
        Path script = directory.resolve("score_service.py");
        Files.copy(EXAMPLE.resolve("score_service.py"), script);
        service =
                new ProcessBuilder("python3", script.toString(), "0")
                        .redirectOutput(directory.resolve("out").toFile())
                        .redirectError(directory.resolve("err").toFile())
                        .start();
        await().atMost(PATIENCE).until(() -> !said().isEmpty());
        String manifest = Files.readString(EXAMPLE.resolve("service.yaml"));
        String port = said().getFirst().replace("listening on ", "");
        Files.writeString(directory.resolve("service.yaml"), manifest.replace("8099", port));
        bus =
                BusProcess.up(
                        directory.resolve("data"),
                        "--handlers",
                        directory.toString(),
                        "--allow-egress",
                        "127.0.0.1/32");
    }

    @AfterAll
    static void stop() {
        bus.close();
        service.destroyForcibly();
    }

    @Test
    void anActionIsPerformedByTheService() {
        JsonNode answer = execute("score", "http-plain", "{\"x\":1,\"y\":2}");
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("COMPLETED");
        assertThat(answer.path("result").path("score").asDouble()).isEqualTo(1.7);
        assertThat(answer.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionIsFollowedByAnotherAttemptThatIsNotDoneAgain() throws IOException {
        JsonNode answer = execute("score", "http-broken", "{\"x\":1,\"y\":2,\"breakOnce\":true}");
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("COMPLETED");
        assertThat(answer.path("attempt").asInt()).isEqualTo(2);
        assertThat(said()).containsOnlyOnce("scored " + answer.path("actionId").asText());
    }

    @Test
    void i4_inModeOnceABrokenConnectionLeavesTheOutcomeUnknown() throws IOException {
        JsonNode answer =
                execute("score-once", "http-once", "{\"x\":1,\"y\":2,\"breakOnce\":true}");
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("UNKNOWN");
        assertThat(said()).containsOnlyOnce("scored " + answer.path("actionId").asText());
    }

    @Test
    void aServiceThatAnswersLaterEndsTheActionByACallback() {
        JsonNode answer = execute("score", "http-later", "{\"x\":1,\"y\":2,\"later\":true}");
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("COMPLETED");
        assertThat(answer.path("result").path("score").asDouble()).isEqualTo(1.7);
        assertThat(answer.path("attempt").asInt()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(new EventLog(bus).of(answer.path("actionId").asText()))
                                .extracting(EventLog.Event::type)
                                .contains("AttemptSuspended"));
    }

    @Test
    void aProblemIsTheErrorOfTheAction() {
        JsonNode answer = execute("score", "http-problem", "{\"x\":1}");
        assertThat(answer.path("status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("error").path("code").asText()).isEqualTo("BAD_DATA");
        assertThat(answer.path("error").path("message").asText()).isEqualTo("x and y are numbers");
    }

    @Test
    void withoutLeaveLoopbackIsRefusedWhenTheManifestIsRead() {
        Program.Ran ran =
                Program.run(PATIENCE, "handlers", "check", "--handlers", EXAMPLE.toString());
        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err())
                .contains("service.yaml:6: EGRESS_FORBIDDEN: 127.0.0.1 is loopback")
                .doesNotContain("\tat ");
    }

    @Test
    void anEntryThatIsNoNetworkIsRefused() {
        Program.Ran ran = Program.run(PATIENCE, "up", "--allow-egress", "10.0.0.0/99");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("error[EGRESS_INVALID]");
    }

    private static JsonNode execute(String name, String key, String params) {
        return new BusClient(bus.url()).execute(name, key, params).json();
    }

    private static List<String> said() throws IOException {
        return Files.readAllLines(directory.resolve("out"));
    }
}
