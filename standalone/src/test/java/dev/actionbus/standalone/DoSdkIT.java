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
import java.util.function.Predicate;
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
        ClientRuns.define(new BusClient(url));
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

        // Python has the same keys.
        assertThat(accuracies(run(EXAMPLE, "python3", "train.py").succeeded())).hasSize(10);
        onRecord(SEED, "1/3 1/3 1/3 1/3 2/4 1/2 1/2 1/2 1/2 1/2".split(" ", -1));
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
    void workflowsOfTypeScriptRunFailGoOnAndWait() {
        requireNode();
        ClientRuns.areTold(run(TYPESCRIPT, "node", "test/live-workflow.mjs"));
    }

    @Test
    void workflowsOfPythonRunFailGoOnAndWait() {
        ClientRuns.areTold(run(PYTHON, "python3", "-m", "tests.live_workflow"));
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
        onRecord(run, "1/0 1/0 1/0 1/0 1/0".split(" ", -1));

        bench.restore(HANDLER);
        List<String> whole = accuracies(run(EXAMPLE, program).succeeded());
        assertThat(whole).hasSize(10).startsWith(accuracies(failed).toArray(String[]::new));
        onRecord(run, "1/1 1/1 1/1 1/1 2/2 1/0 1/0 1/0 1/0 1/0".split(" ", -1));

        assertThat(accuracies(run(EXAMPLE, program).succeeded())).isEqualTo(whole);
        onRecord(run, "1/2 1/2 1/2 1/2 2/3 1/1 1/1 1/1 1/1 1/1".split(" ", -1));
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
        onRecord("label=sdk=" + language, _ -> true, "0/1");
    }

    private static List<String> accuracies(Workbench.Ran ran) {
        return ran.out().lines().filter(line -> line.contains("Succeeded. Accuracy: 0.")).toList();
    }

    /** Of the epochs that were asked for, oldest first: attempts and requests that were repeats. */
    private static void onRecord(String run, String... expected) {
        onRecord("name=train-epoch", it -> it.at("/params/runId").asText().equals(run), expected);
    }

    private static void onRecord(String filter, Predicate<JsonNode> which, String... expected) {
        String path = "/v1/actions?order=oldest&limit=100&" + filter;
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    JsonNode page = new BusClient(url).getFresh(path).json();
                    List<String> told = new ArrayList<>();
                    for (JsonNode action : page.path("actions")) {
                        if (which.test(action)) {
                            told.add(
                                    action.path("attempt").asInt()
                                            + "/"
                                            + action.path("duplicates").asInt());
                        }
                    }
                    assertThat(told).containsExactly(expected);
                });
    }

    private static Workbench.Ran run(String folder, String... command) {
        return bench.run(folder, 120, environment(), command);
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
