package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.action.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demo as people see it, held against what its bus has on record; and its scripts. */
@Execution(ExecutionMode.CONCURRENT)
final class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Set<String> RUNS = Set.of("tune-and-deploy", "train-one-rate");
    private static final Pattern RUN = Pattern.compile("\\n {2}run ([0-9a-f-]{36})\\n");
    private static final Pattern SUMS =
            Pattern.compile(
                    "resumed in segment 2: (\\d+) steps kept \\((\\d+) attempts before, (\\d+) after\\), "
                            + "(.*) \\(before: (.*)\\), (\\d+) ran for the first time");
    private static final Pattern LOST = Pattern.compile("attempts lost: (\\d+)");

    @RegisterExtension final Buses buses = new Buses();
    @TempDir Path directory = Path.of("");

    @Test
    void bothActsEndAsTheySayAndAreOnRecordAsTheyArePrinted() throws IOException {
        Program.Ran demo =
                Program.run(
                        PATIENCE,
                        StartUpCache.with(BusProcess.FLAGS),
                        "demo",
                        "--data",
                        directory.toString());
        String out = demo.out();
        assertThat(demo.exitCode()).as(out + demo.err()).isZero();

        theFirstActIsASeriesOfActions(out);
        theRunIsDrawn(out);
        List<DemoRow> rows = DemoRow.in(out);
        theKilledEpochRanAgain(rows);
        Path data = onlyDirectoryIn(directory);
        BusClient bus = new BusClient(buses.up(data, "--durability", "os").url());
        JsonNode run = bus.getFresh("/v1/runs/" + found(RUN, out).group(1)).json();
        assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("segment").asInt()).isEqualTo(2);
        theBestModelIsDeployed(run.path("result"), rows, data.resolve("workspace"));
        List<JsonNode> actions = actionsOfTheRun(bus);
        assertThat(rows.stream().filter(DemoRow::isAction).map(DemoRow::ending))
                .containsExactlyInAnyOrderElementsOf(actions.stream().map(DemoIT::ending).toList());
        theFiguresAreThoseOnRecord(out, rows, actions);
    }

    @Test
    void theTestsOfItsScriptsPass() {
        Workbench.Ran ran =
                new Workbench(directory, "examples/training")
                        .run(
                                "examples/training",
                                120,
                                Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                                "python3",
                                "-m",
                                "unittest",
                                "pipeline_test");
        assertThat(ran.succeeded().err()).containsPattern("Ran [1-9][0-9] tests");
    }

    private static void theFirstActIsASeriesOfActions(String out) {
        assertThat(out)
                .contains("First pass: 14 actions, one after another")
                .contains("penguins-run-1:epoch-5  completed in attempt 2")
                .contains("submitted 28, ran 14 + 1 retry, duplicates 14")
                .contains("every answer the same: yes")
                .containsPattern("train-epoch +penguins-run-1:epoch-4 +1 +COMPLETED +0\\.\\d{3} ")
                .containsPattern("train-epoch +penguins-run-1:epoch-5 +2 +COMPLETED +0\\.\\d{3} ");
    }

    private static void theRunIsDrawn(String out) {
        assertThat(out)
                .contains("COMPLETED (segment 2)  6 completed")
                .contains(
                        """
                        ✔  data
                        ✔  preprocess
                        ✔  rates  3/3
                        ✔  best
                        ✔  ok
                        ✔  deploy
                        """);
    }

    private static void theKilledEpochRanAgain(List<DemoRow> rows) {
        assertThat(rows)
                .filteredOn(row -> row.step().equals("rates[2]/epochs[4]"))
                .extracting(DemoRow::rate, DemoRow::segment, DemoRow::attempts, DemoRow::outcome)
                .containsExactly(
                        tuple("0.5", "1", "3", "FAILED KILLED_SIGKILL"),
                        tuple("0.5", "2", "1", "COMPLETED"));
        assertThat(rows)
                .filteredOn(row -> !row.step().contains("/epochs["))
                .extracting(DemoRow::step, DemoRow::segment, DemoRow::attempts, DemoRow::outcome)
                .containsExactly(
                        tuple("data", "1", "1", "COMPLETED"),
                        tuple("preprocess", "1", "1", "COMPLETED"),
                        tuple("best", "2", "1", "COMPLETED"),
                        tuple("ok", "2", "-", "COMPLETED"),
                        tuple("deploy", "2", "1", "COMPLETED"));
    }

    private static void theBestModelIsDeployed(JsonNode result, List<DemoRow> rows, Path workspace)
            throws IOException {
        String best =
                rows.stream()
                        .filter(row -> row.step().endsWith("/epochs[4]"))
                        .map(DemoRow::accuracy)
                        .max(String::compareTo)
                        .orElseThrow();
        JsonNode deployed = result.path("deployed");
        assertThat(accuracy(deployed)).isEqualTo(best);
        assertThat(result.at("/decision/approved").asBoolean()).isTrue();
        assertThat(result.at("/decision/comment").asText())
                .isEqualTo(deployed.path("trial").asText() + " has the best accuracy, " + best);
        byte[] model = Files.readAllBytes(workspace.resolve(deployed.path("path").asText()));
        assertThat(Digests.sha256Hex(model)).isEqualTo(deployed.path("sha256").asText());
    }

    private static void theFiguresAreThoseOnRecord(
            String out, List<DemoRow> rows, List<JsonNode> actions) {
        List<DemoRow> kept = rows.stream().filter(DemoRow::isKept).toList();
        Matcher sums = found(SUMS, out);
        assertThat(sums.group(1)).isEqualTo(String.valueOf(kept.size()));
        int attempts = kept.stream().mapToInt(row -> Integer.parseInt(row.attempts())).sum();
        assertThat(sums.group(2)).isEqualTo(String.valueOf(attempts));
        assertThat(sums.group(3)).isEqualTo(sums.group(2));
        assertThat(sums.group(5)).contains("1 FAILED");
        List<String> lost =
                actions.stream()
                        .flatMap(it -> it.path("attempts").findValuesAsText("ending").stream())
                        .filter("LOST"::equals)
                        .toList();
        assertThat(found(LOST, out).group(1)).isEqualTo(String.valueOf(lost.size()));
        assertThat(actions)
                .filteredOn(it -> it.path("status").asText().equals("COMPLETED"))
                .as("another attempt only follows one that was lost")
                .allSatisfy(it ->
                        assertThat(endings(it).subList(0, endings(it).size() - 1))
                                .allMatch("LOST"::equals));
    }

    private static List<String> endings(JsonNode action) {
        return action.path("attempts").findValuesAsText("ending");
    }

    private static List<JsonNode> actionsOfTheRun(BusClient bus) {
        List<JsonNode> actions = new ArrayList<>();
        bus.getFresh("/v1/actions?correlationId=penguins-tuning-1&limit=100")
                .json()
                .path("actions")
                .forEach(actions::add);
        Predicate<JsonNode> run = action -> RUNS.contains(action.path("name").asText());
        assertThat(actions).filteredOn(run).hasSize(4);
        return actions.stream().filter(run.negate()).toList();
    }

    private static String ending(JsonNode action) {
        return String.join(
                " ",
                action.path("name").asText(),
                String.valueOf(action.path("attempts").size()),
                action.path("status").asText(),
                accuracy(action.path("result")));
    }

    private static String accuracy(JsonNode result) {
        return result.has("accuracy")
                ? String.format(Locale.ROOT, "%.3f", result.path("accuracy").asDouble())
                : "";
    }

    private static Path onlyDirectoryIn(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            List<Path> found = all.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher;
    }
}
