package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The checks of the event log, as somebody at a terminal makes them, against a running bus. */
@ExtendWith(SharedBus.class)
final class AuditCliIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String UNKNOWN = "00000000-0000-8000-8000-000000000000";

    @TempDir Path directory = Path.of("");

    private final BusProcess bus;
    private final BusClient client;

    AuditCliIT(BusProcess bus) {
        this.bus = bus;
        this.client = new BusClient(bus.url());
    }

    @Test
    void anActionIsShownProvedAndCheckedWithNoBus() throws IOException {
        String id = done("audit-cli-proof");
        Path proof = directory.resolve("proof.json");

        JsonNode shown =
                BusClient.parse(ok("audit", "show", id, "-o", "json", "--url", bus.url()).out());
        assertThat(shown.path("events").findValuesAsText("type"))
                .containsExactly("ActionAccepted", "ActionCompleted");

        awaitSigned(id);
        ok(onKafka("audit", "prove", id, "-o", proof.toString()));
        assertThat(ok("audit", "verify", "--proof", proof.toString()).out())
                .contains("2 records of action " + id + ": in the log");

        String forged =
                Files.readString(proof).replaceFirst("\"ordinal\":(\\d)", "\"ordinal\":9$1");
        Files.writeString(proof, forged);
        Program.Ran refused = Program.run(PATIENCE, "audit", "verify", "--proof", proof.toString());
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("error[").doesNotContain("\tat ");
    }

    @Test
    void theLogIsVerifiedKeptAndVerifiedAgainstWhatWasKept() {
        String id = done("audit-cli-kept");
        awaitSigned(id);
        String kept = directory.resolve("kept").toString();

        assertThat(ok(onKafka("audit", "verify")).out()).contains("ok");
        ok(onKafka("audit", "checkpoint", "--export", kept));
        done("audit-cli-later");
        assertThat(ok(onKafka("audit", "verify", "--checkpoint", kept)).out()).contains("ok");
    }

    @Test
    void theBooksBalanceAndTheViewIsWhatTheLogSays() {
        done("audit-cli-books");

        assertThat(ok(onKafka("audit", "reconcile")).out()).contains("request", "accepted");
        assertThat(ok(onKafka("audit", "rebuild", "--compare")).out()).contains("ok");
    }

    @Test
    void whatIsNotThereIsRefused() {
        String none = directory.resolve("none.json").toString();
        Program.Ran ran = Program.run(PATIENCE, onKafka("audit", "prove", UNKNOWN, "-o", none));

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(ran.err()).contains("error[ACTION_NOT_FOUND]");
    }

    private String done(String key) {
        BusClient.Answer answer = client.execute("echo", key, "{\"a\":1}");
        assertThat(answer.state()).as(answer.body()).isEqualTo("COMPLETED");
        return answer.actionId();
    }

    private void awaitSigned(String id) {
        await().atMost(PATIENCE)
                .until(() -> client.get("/v1/audit/actions/" + id + "/proof").status() == 200);
    }

    private String[] onKafka(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--kafka", bus.bootstrap(), "--url", bus.url()));
        return all.toArray(String[]::new);
    }

    private static Program.Ran ok(String... args) {
        Program.Ran ran = Program.run(PATIENCE, args);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran;
    }
}
