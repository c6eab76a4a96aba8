package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recorded actions against other handlers, beside a running bus that must not notice. */
@ExtendWith(SharedBus.class)
final class ReplayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SAME = "import sys; sys.stdout.write(sys.stdin.read())";
    private static final String OTHER =
            """
            import json, os, sys
            params = json.load(sys.stdin)
            params["told"] = os.environ["ACTION_REPLAY"]
            params["left"] = os.listdir(os.environ["ACTION_WORKSPACE"])
            del params["gone"]
            print(json.dumps(params))
            """;

    @TempDir Path directory = Path.of("");

    private final BusProcess bus;

    ReplayIT(BusProcess bus) {
        this.bus = bus;
    }

    @Test
    void handlersThatSayTheSameAreFoundToDoSo() throws IOException {
        String since = submitted("replay-same");

        Program.Ran ran = replay(handlers(SAME), since);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("same       echo  replay-same", "0 otherwise");
    }

    @Test
    void everyFieldThatWouldDifferIsShownAndTheBusIsLeftAlone() throws IOException {
        String since = submitted("replay-other");
        List<EventLog.Event> before = events();

        Program.Ran ran = replay(handlers(OTHER), since);

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(5);
        assertThat(ran.out())
                .contains("different  echo  replay-other")
                .contains("    result/gone: true -> (absent)")
                .contains("    result/left: (absent) -> []")
                .contains("    result/told: (absent) -> \"1\"")
                .doesNotContain("result/kept");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void largeParamsAndResultsComeFromTheirStoreOrAreSkipped() throws IOException {
        String since = Instant.now().toString();
        String params = "{\"x\":[" + ("\"" + "x".repeat(200_000) + "\",").repeat(2) + "1]}";
        new BusClient(bus.url()).execute("echo", "replay-large", params);
        Path handlers = handlers(SAME);

        Program.Ran without = replay(handlers, since, "--payloads", directory.toString());
        Program.Ran with =
                replay(handlers, since, "--payloads", bus.data().resolve("payloads").toString());

        assertThat(without.out()).contains("skipped    echo  replay-large  (PAYLOAD_MISSING");
        assertThat(with.exitCode()).as(with.err() + with.out()).isZero();
        assertThat(with.out()).contains("same       echo  replay-large");
    }

    @Test
    void whatHasNoHandlerIsSkippedAndSaidSo() throws IOException {
        String since = submitted("replay-skipped");
        Path empty = Files.createDirectory(directory.resolve("empty"));

        Program.Ran ran = replay(empty, since);

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("skipped    echo  replay-skipped  (no handler echo");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        Program.Ran ran = replay(directory, "yesterday");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("error[SINCE_INVALID]");
    }

    /** Returns a time before the action was accepted. */
    private String submitted(String key) {
        String now = Instant.now().toString();
        BusClient.Answer answer =
                new BusClient(bus.url()).execute("echo", key, "{\"kept\":1,\"gone\":true}");
        assertThat(answer.state()).as(answer.body()).isEqualTo("COMPLETED");
        return now;
    }

    private Program.Ran replay(Path handlers, String since, String... more) {
        List<String> args = new ArrayList<>(List.of("replay", "--handlers", handlers.toString()));
        args.addAll(List.of("--since", since, "--name", "echo", "--diff"));
        args.addAll(List.of("--kafka", bus.bootstrap(), "--url", bus.url()));
        args.addAll(List.of(more));
        return Program.run(PATIENCE, args.toArray(String[]::new));
    }

    private Path handlers(String script) throws IOException {
        Path handlers = Files.createDirectory(directory.resolve("handlers"));
        Files.writeString(handlers.resolve("echo.py"), script);
        List<String> manifest =
                List.of(
                        "pool: default",
                        "actions:",
                        "  - name: echo",
                        "    version: 1",
                        "    run: [python3, echo.py]",
                        "    timeout: 30s",
                        "    retry: {maxAttempts: 1}");
        Files.write(handlers.resolve("echo.yaml"), manifest);
        return handlers;
    }

    private List<EventLog.Event> events() {
        return new EventLog(bus).read();
    }
}
