package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The signing key of a bus over its life: made, rotated, spoiled. */
final class KeysIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String KEY = "keys/log.key";

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void afterARotationBothKeysVerifyAndASpoiledOneIsRefusedAndAMissingOneMade() throws Exception {
        Path data = directory.resolve("data");
        assertThat(keys(data).err()).contains("error[KEY_MISSING]");
        BusProcess bus = buses.up(data, "--durability", "os");
        signed(bus, "before");

        Program.Ran running = keys(data, "rotate");
        assertThat(running.exitCode()).isEqualTo(4);
        assertThat(running.err()).contains("error[DATA_IN_USE]", "process " + bus.pid());
        stop(bus);
        String first = current(data);
        assertThat(keys(data, "rotate").exitCode()).isZero();
        JsonNode both = BusClient.parse(keys(data, "-o", "json").out());
        assertThat(both.findValuesAsText("state")).containsExactly("current", "previous");
        assertThat(both.path(1).path("key").asText()).isEqualTo(first);
        String second = both.path(0).path("key").asText();

        bus.restart();
        signed(bus, "after");
        bothVerifyWhatTheyHaveSigned(bus, first, second);
        stop(bus);
        aSpoiledOneIsRefused(data);

        Files.delete(data.resolve(KEY));
        bus.restart();
        assertThat(current(data)).isNotIn(first, second);
    }

    private void bothVerifyWhatTheyHaveSigned(BusProcess bus, String first, String second)
            throws Exception {
        assertThat(verify(bus).exitCode()).isZero();
        assertThat(verify(bus, "--key", first).exitCode()).isZero();
        Program.Ran early = verify(bus, "--key", second);
        assertThat(early.exitCode()).isEqualTo(5);
        assertThat(early.err()).contains("error[NOTE_UNSIGNED]");
        theStrangersVerifierAgrees(bus, first + "\n" + second);
    }

    private static void aSpoiledOneIsRefused(Path data) throws IOException {
        Path file = data.resolve(KEY);
        String whole = Files.readString(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refused(data, "chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        int lastLine = whole.stripTrailing().lastIndexOf('\n') + 1;
        Files.writeString(file, whole.substring(0, lastLine));
        refused(data, "is damaged");
        assertThat(keys(data).exitCode()).isEqualTo(3);
    }

    private static void refused(Path data, String why) {
        Program.Ran ran = Program.run(PATIENCE, flags(data, "up", "--port", "0"));
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err())
                .contains("error[KEY_UNUSABLE]", why)
                .doesNotContain("\tat ", "PRIVATE+KEY");
    }

    /** One more action, and a note that is about it. */
    private void signed(BusProcess bus, String key) {
        BusClient client = new BusClient(bus.url());
        String id = client.execute("echo", key, "{\"n\":1}").actionId();
        String proof = directory.resolve(key + ".json").toString();
        await().atMost(PATIENCE)
                .until(() -> client.get("/v1/audit/actions/" + id + "/proof").status() == 200);
        assertThat(run(bus, "audit", "prove", id, "-o", proof).exitCode()).isZero();
        assertThat(Program.run(PATIENCE, "audit", "verify", "--proof", proof).exitCode()).isZero();
    }

    private void theStrangersVerifierAgrees(BusProcess bus, String keys) throws Exception {
        String dump = directory.resolve("log.jsonl").toString();
        Program.Ran ran = Program.run(PATIENCE, "audit", "dump", dump, "--kafka", bus.bootstrap());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        Process python =
                new ProcessBuilder("python3", "../examples/verifier/verify.py", dump, keys)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("ok\n");
    }

    private static Program.Ran verify(BusProcess bus, String... flags) {
        List<String> all = new ArrayList<>(List.of("audit", "verify"));
        all.addAll(List.of(flags));
        return run(bus, all.toArray(String[]::new));
    }

    private static Program.Ran run(BusProcess bus, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--kafka", bus.bootstrap(), "--url", bus.url()));
        return Program.run(PATIENCE, all.toArray(String[]::new));
    }

    private static String current(Path data) {
        JsonNode keys = BusClient.parse(keys(data, "-o", "json").out());
        assertThat(keys.path(0).path("state").asText()).isEqualTo("current");
        return keys.path(0).path("key").asText();
    }

    private static Program.Ran keys(Path data, String... more) {
        List<String> all = new ArrayList<>(List.of("audit", "keys"));
        all.addAll(List.of(more));
        return Program.run(PATIENCE, flags(data, all.toArray(String[]::new)));
    }

    private static String[] flags(Path data, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return all.toArray(String[]::new);
    }

    private static void stop(BusProcess bus) {
        bus.signal("TERM");
        assertThat(bus.awaitExit(Duration.ofSeconds(20))).isIn(0, 143);
    }
}
