package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients in TypeScript and Python, built and run by real Node and Python on a whole bus. */
final class DoSdkIT {

    private static final String TYPESCRIPT = "clients/typescript";
    private static final String PYTHON = "clients/python";
    private static final String EXAMPLE = "examples/do-sdk";
    private static final String HANDLER = EXAMPLE + "/train_epoch.py";
    private static final String SEED = "resnet-v2-run-123";
    private static final Path VECTORS =
            Path.of("../schemas/src/main/resources/dev/actionbus/identity-vectors.json");

    @TempDir private static Path directory = Path.of("");
    private static Workbench bench;
    private static BusProcess bus;
    private static String url = "";
    private static boolean built;

    @BeforeAll
    static void start() {
        bench =
                new Workbench(
                        directory.resolve("bench"),
                        TYPESCRIPT,
                        PYTHON,
                        EXAMPLE,
                        "examples/training");
        bus =
                BusProcess.start(
                        directory.resolve("data"),
                        "--durability",
                        "os",
                        "--partitions",
                        "4",
                        "--handlers",
                        bench.path(EXAMPLE).toString());
        built = run(EXAMPLE, "npm", "install", "--ignore-scripts", "--no-audit").exitCode() == 0;
        if (built) {
            run(EXAMPLE, "node_modules/.bin/tsc", "-p", "../../" + TYPESCRIPT).succeeded();
        }
        url = bus.awaitReady().url();
    }

    @AfterAll
    static void stop() {
        bus.close();
    }

    @Test
    void theProgramTypeChecksStrictlyRunsUnmodifiedAndGoesOnWhereItFailed() {
        requireNode();
        run(EXAMPLE, "node_modules/.bin/tsc", "--noEmit").succeeded();
        run(EXAMPLE, "cp", "train.ts", "train.mjs").succeeded();

        goesOnWhereItFailed(SEED, "node", "train.mjs");

        List<Integer> attempts = attempts(SEED);
        assertThat(accuracies(python("train.py"))).hasSize(10);
        assertThat(attempts(SEED)).as("Python has the same keys").isEqualTo(attempts);
    }

    @Test
    void itsTwinInPythonGoesOnWhereItFailed() {
        run(EXAMPLE, "cp", "train.py", "twin.py").succeeded();
        bench.edit(EXAMPLE + "/twin.py", SEED, "python-run");

        goesOnWhereItFailed("python-run", "python3", "twin.py");
    }

    @Test
    void theOtherVerbsOfTypeScriptDoWhatTheySay() {
        requireNode();
        tellsWhatHappens(run(TYPESCRIPT, "node", "test/live.mjs"), "typescript");
    }

    @Test
    void theOtherVerbsOfPythonDoWhatTheySay() {
        tellsWhatHappens(run(PYTHON, "python3", "-m", "tests.live"), "python");
    }

    @Test
    void theTestsOfTypeScriptPass() {
        requireNode();
        Workbench.Ran ran =
                run(
                        TYPESCRIPT,
                        "node",
                        "--test",
                        "--test-reporter=tap",
                        "test/action.test.mjs",
                        "test/identity.test.mjs",
                        "test/workflow.test.mjs");
        assertThat(ran.succeeded().out()).containsPattern("# pass [1-9][0-9]").contains("# fail 0");
    }

    @Test
    void theTestsOfPythonPass() {
        Workbench.Ran ran =
                run(PYTHON, "python3", "-m", "unittest", "discover", "-t", ".", "-s", "tests");
        assertThat(ran.succeeded().err()).containsPattern("Ran [1-9][0-9] tests");
    }

    private static void goesOnWhereItFailed(String run, String... program) {
        bench.edit(
                HANDLER,
                "    pictures = ",
                "    if epoch == 5:\n        raise p.Failure(\"LOSS_IS_NAN\", \"epoch 5\")\n"
                        + "    pictures = ");
        Workbench.Ran failed = run(EXAMPLE, program).succeeded();
        assertThat(accuracies(failed)).hasSize(4);
        assertThat(failed.err()).contains("Epoch 5 failed", "LOSS_IS_NAN");
        assertThat(attempts(run)).containsExactly(1, 1, 1, 1, 1);

        bench.restore(HANDLER);
        List<String> whole = accuracies(run(EXAMPLE, program).succeeded());
        assertThat(whole).hasSize(10).startsWith(accuracies(failed).toArray(String[]::new));
        assertThat(attempts(run)).containsExactly(1, 1, 1, 1, 2, 1, 1, 1, 1, 1);

        assertThat(accuracies(run(EXAMPLE, program).succeeded())).isEqualTo(whole);
        assertThat(attempts(run)).containsExactly(1, 1, 1, 1, 2, 1, 1, 1, 1, 1);
    }

    private static void tellsWhatHappens(Workbench.Ran ran, String language) {
        JsonNode told = BusClient.parse(ran.succeeded().out());
        assertThat(told)
                .isEqualTo(
                        BusClient.parse(
                                """
                                {"sameAction": true, "keyOfContent": true, "open": "WAITING",
                                 "impatient": "TIMEOUT", "cancelled": "CANCELLED",
                                 "end": {"result": null, "code": "CANCELLED", "status": "CANCELLED",
                                         "message": "nobody needs it"},
                                 "events": ["ActionAccepted", "ActionCancelled"], "resumes": true,
                                 "waited": {"n": 1}, "conflict": "IDEMPOTENCY_KEY_CONFLICT",
                                 "unknown": "ACTION_NOT_FOUND"}
                                """));
        assertThat(attemptsOf("label=sdk=" + language)).containsExactly(0);
    }

    private static List<String> accuracies(Workbench.Ran ran) {
        return ran.out().lines().filter(line -> line.contains("Succeeded. Accuracy: 0.")).toList();
    }

    /** Of each epoch that was ever asked for; each is on record before its handler is called. */
    private static List<Integer> attempts(String run) {
        return attemptsOf("name=train-epoch", run);
    }

    private static List<Integer> attemptsOf(String filter, String... run) {
        List<Integer> attempts = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    JsonNode page =
                            new BusClient(url)
                                    .getFresh("/v1/actions?order=oldest&limit=100&" + filter)
                                    .json();
                    attempts.clear();
                    boolean ended = true;
                    for (JsonNode action : page.path("actions")) {
                        if (List.of(run).stream()
                                .allMatch(action.path("params").path("runId").asText()::equals)) {
                            attempts.add(action.path("attempt").asInt());
                            ended &= action.has("endedAt");
                        }
                    }
                    return ended && !attempts.isEmpty();
                });
        return List.copyOf(attempts);
    }

    private static Workbench.Ran python(String program) {
        return run(EXAMPLE, "python3", program).succeeded();
    }

    private static Workbench.Ran run(String folder, String... command) {
        return bench.run(folder, 60, environment(), command);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "ACTIONBUS_URL",
                url,
                "PYTHONPATH",
                bench.path(PYTHON).toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "IDENTITY_VECTORS",
                VECTORS.toAbsolutePath().normalize().toString());
    }

    private static void requireNode() {
        assumeTrue(built, "needs node and npm with a registry that answers");
    }
}
