package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workflows from the command line, against a running bus. */
@ExtendWith(SharedBus.class)
final class WorkflowCliIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEFINITION =
            """
            workflow: cli-words
            version: 1
            steps:
              one: {action: echo, params: {n: 1}}
              two: {action: echo, params: {n: "${steps.one.result.n + 1}"}}
              also: {action: echo, params: {n: "${steps.one.result.n}"}}
              sum: {action: echo, params: {n: "${steps.two.result.n + steps.also.result.n}"}}
            result: "${steps.sum.result.n}"
            """;

    private static final String ORDERED =
            """
            workflow: cli-orders
            version: %d
            steps:
              come: {signal: go}
              sure: {approval: {comment: "go on?"}, after: [come]}
              last: {action: echo, params: {n: "${steps.come.result.%s}"}, after: [sure]}
            """;

    private static final Path EXAMPLES = Path.of("..", "examples", "workflows");

    @TempDir Path directory = Path.of("");

    private final BusProcess bus;

    WorkflowCliIT(BusProcess bus) {
        this.bus = bus;
    }

    @Test
    void aWorkflowIsAppliedRunAndShown() throws IOException {
        String file = Files.writeString(directory.resolve("w.yaml"), DEFINITION).toString();
        assertThat(ok("apply", file).out()).contains("cli-words@1", "CREATED", "4 steps");
        assertThat(ok("ls").out()).contains("cli-words");
        String run = begun("cli-words", "--wait");
        String shown = ok("show", run, "--follow").out();
        assertThat(shown)
                .contains("cli-words@1  " + run + "  COMPLETED  4 completed")
                .contains(
                        """
                        ✔  one
                        ├─╮
                        ✔ │  also
                        │ ✔  two
                        ├─╯
                        ✔  sum
                        """);
        assertThat(ok("show", run, "--format", "dot").out()).contains("\"one\" -> \"two\";");
        assertThat(ok("show", run, "--format", "mermaid").out()).startsWith("flowchart LR");
        Program.Ran late = run("cancel", run, "--reason", "too late");
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.err()).startsWith("error[ALREADY_TERMINAL]");
    }

    @Test
    void aRunIsSignalledApprovedAndResumedWithAMendedVersion() throws IOException {
        apply(ORDERED.formatted(1, "missing"));
        apply(ORDERED.formatted(2, "ok"));
        String run = begun("cli-orders", "--version-of", "1");
        ok("signal", run, "go", "--payload", "{\"ok\":7}", "--reason", "exported");
        ok("approve", run, "sure", "--reason", "looks good");
        assertThat(run("show", run, "--follow").out())
                .contains("FAILED  2 completed, 1 failed", "EXPRESSION_FAILED")
                .contains("there is no steps.come.result.missing; known are [ok]")
                .containsPattern("last +echo +FAILED .* -\n");

        ok("resume", run, "--version-of", "2", "--reason", "mended");
        assertThat(ok("show", run, "--follow").out())
                .contains("cli-orders@2  " + run + "  COMPLETED (segment 2)  3 completed");
    }

    @Test
    void nobodyWaitsInARunThatWasCancelled() throws IOException {
        apply(ORDERED.formatted(1, "missing"));
        String run = begun("cli-orders", "--version-of", "1");
        await().atMost(PATIENCE).until(() -> run("show", run).out().contains("◔  come"));
        ok("cancel", run, "--reason", "not needed");

        assertThat(ok("show", run, "--follow").out())
                .contains("CANCELLED  1 cancelled, 2 pending", "■  come")
                .doesNotContain("WAITING");
        ok("cancel", run, "--reason", "not needed, once more");
    }

    @Test
    void aKeyIsOfOneDefinition() throws IOException {
        apply(ORDERED.formatted(1, "missing"));
        apply(ORDERED.formatted(2, "ok"));
        String run = begun("cli-orders", "--version-of", "1", "--key", "cli-same");
        assertThat(begun("cli-orders", "--version-of", "1", "--key", "cli-same")).isEqualTo(run);

        Program.Ran other = run("run", "cli-orders", "--version-of", "2", "--key", "cli-same");
        assertThat(other.exitCode()).isEqualTo(4);
        assertThat(other.err()).startsWith("error[IDEMPOTENCY_KEY_CONFLICT]");
        ok("cancel", run, "--reason", "it has done its duty");
    }

    /** Its step has the same name as the workflow. */
    @Test
    void allFailedRunsAreResumedAndNothingElse() throws IOException {
        apply("workflow: strict\nversion: 1\nsteps: {one: {action: strict, params: {n: x}}}\n");
        apply("workflow: strict\nversion: 2\nsteps: {one: {action: strict, params: {n: 1}}}\n");
        String run = begun("strict", "--version-of", "1", "--wait");
        assertThat(run("show", run, "--follow").out()).contains("PARAMS_INVALID");

        Program.Ran resumed =
                ok("resume", "--all-of", "strict", "--version-of", "2", "--reason", "mended");
        assertThat(resumed.out()).contains(run).doesNotContain("error[");
        assertThat(ok("show", run, "--follow").out())
                .contains("strict@2  " + run + "  COMPLETED (segment 2)  1 completed");
    }

    private String begun(String workflow, String... options) {
        List<String> all = new ArrayList<>(List.of("run", workflow, "-o", "json"));
        all.addAll(List.of(options));
        return BusClient.parse(run(all.toArray(String[]::new)).out()).path("runId").asText();
    }

    private void apply(String definition) throws IOException {
        ok("apply", Files.writeString(directory.resolve("w.yaml"), definition).toString());
    }

    @Test
    void everythingWrongIsToldAtOnce() throws IOException {
        String text = "workflow: w\nsteps:\n  a: {action: x, after: [b]}\n  c: {delay: soon}\n";
        String file = Files.writeString(directory.resolve("bad.yaml"), text).toString();
        Program.Ran refused = run("apply", file);
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains("REF_UNKNOWN: line 3: /steps/a/after: there is no step b")
                .contains("TIMEOUT_INVALID: line 4: /steps/c/delay");
    }

    @Test
    void everyExampleIsApplied() throws IOException {
        List<String> words = new ArrayList<>(List.of("apply"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            files.map(Path::toString).sorted().forEach(words::add);
        }
        List<String> told =
                ok(words.toArray(String[]::new))
                        .out()
                        .lines()
                        .filter(line -> !line.startsWith("  warning: "))
                        .toList();
        assertThat(told)
                .hasSize(words.size() - 1)
                .allMatch(line -> line.matches("[a-z-]+@1  (CREATED|UNCHANGED)  \\d+ steps"));
    }

    private Program.Ran ok(String... words) {
        Program.Ran ran = run(words);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran;
    }

    private Program.Ran run(String... words) {
        List<String> all = new ArrayList<>(List.of("workflow"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url", bus.url()));
        return Program.run(PATIENCE, all.toArray(String[]::new));
    }
}
