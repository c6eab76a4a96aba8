package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Programs that start, or do not: each waits for processes of its own. */
@Execution(ExecutionMode.CONCURRENT)
final class LifecycleIT {

    private static final Duration REFUSAL = Duration.ofSeconds(30);

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void stopsCleanlyAndKeepsEverythingAndItsDirectoryToItself() {
        BusProcess bus = buses.up(directory.resolve("data"));
        System.out.println("ready on an empty directory in " + bus.secondsToReady() + " s");
        List<String> ids = new ArrayList<>();
        BusClient client = new BusClient(bus.url());
        for (int i = 0; i < 20; i++) {
            ids.add(client.execute("echo", "life-" + i, "{\"n\":" + i + "}").actionId());
        }

        Program.Ran second =
                Program.run(
                        REFUSAL,
                        "up",
                        "--data",
                        bus.data().toString(),
                        "--port",
                        "0",
                        "--kafka-port",
                        "0");
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err()).contains("error[DATA_IN_USE]", "process " + bus.pid());

        bus.signal("INT");
        assertThat(bus.awaitExit(Duration.ofSeconds(10))).isIn(0, 130);
        assertThat(ProcessHandle.of(bus.pid())).isEmpty();

        bus.restart();
        System.out.println("ready again in " + bus.secondsToReady() + " s");
        assertThat(ids)
                .allSatisfy(id -> {
                    BusClient.Answer action = client.get("/v1/actions/" + id);
                    assertThat(action.status()).isEqualTo(200);
                    assertThat(action.state()).isEqualTo("COMPLETED");
                });
        assertThat(client.get("/v1/actions?limit=100").json().findValuesAsText("actionId"))
                .containsExactlyInAnyOrderElementsOf(ids);
        bus.signal("TERM");
        assertThat(bus.awaitExit(Duration.ofSeconds(10))).isIn(0, 143);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Ran ran = up("--port", String.valueOf(taken.getLocalPort()));
            assertThat(ran.exitCode()).isEqualTo(3);
            assertThat(ran.err()).contains("error[PORT_IN_USE]", "" + taken.getLocalPort());
        }
    }

    @Test
    void anUnreachableKafkaIsNamedWithin15Seconds() {
        Program.Ran ran =
                Program.run(
                        Duration.ofSeconds(15),
                        "up",
                        "--data",
                        directory.toString(),
                        "--port",
                        "0",
                        "--kafka",
                        "127.0.0.1:1");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("error[KAFKA_UNREACHABLE]").doesNotContain("\tat ");
    }

    @Test
    void aCallbackKeyThatCannotBeUsedIsNamedBeforeAnythingStarts() throws IOException {
        Path key = Files.writeString(directory.resolve("callback.key"), "short");
        Path data = directory.resolve("data");
        Program.Ran ran =
                Program.run(
                        Duration.ofSeconds(60),
                        "up",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--callback-key",
                        key.toString());
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err())
                .contains("error[CALLBACK_KEY_UNUSABLE]", "hint: ")
                .doesNotContain("\tat ");
        assertThat(data.resolve("broker")).doesNotExist();
    }

    @Test
    void aPlaceForPayloadsThatIsNoneIsRefused() {
        Program.Ran ran = up("--payloads", "s3://key:secret@bucket/x");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .contains("error[PAYLOADS_INVALID]", "hint: ")
                .doesNotContain("secret@", "\tat ");
    }

    @Test
    void dataOfAnotherLayoutAreRefused() throws IOException {
        Files.writeString(directory.resolve("layout"), "0\n");
        Program.Ran ran = up("--port", "0");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err())
                .contains("error[DATA_LAYOUT]", directory + " has layout 0", "needs layout 3")
                .contains("hint: ")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("broker")).doesNotExist();
    }

    @Test
    void anUnknownFlagGetsASuggestion() {
        Program.Ran ran = up("--durabilty", "os");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("error[USAGE]", "--durability");
    }

    @Test
    void brokenManifestsAreRefusedWithAllTheirErrors() throws IOException {
        Path handlers = Files.createDirectories(directory.resolve("handlers"));
        Files.writeString(
                handlers.resolve("bad.yaml"),
                "actions:\n  - {name: \"bad name\", run: [sh, x]}\n  - {name: b, timeout: soon}\n");
        Program.Ran ran = up("--port", "0", "--handlers", handlers.toString());
        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err())
                .contains("error[MANIFEST_INVALID]", "NAME_INVALID", "TIMEOUT_INVALID")
                .contains("FIELD_MISSING", "bad.yaml:2", "bad.yaml:3");
    }

    private Program.Ran up(String... flags) {
        List<String> args = new ArrayList<>(List.of("up", "--data", directory.toString()));
        args.addAll(List.of(flags));
        return Program.run(REFUSAL, args.toArray(String[]::new));
    }
}
