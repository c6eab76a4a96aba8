package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "workflow",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Graphs of actions: define them, run them, look at their runs.",
        subcommands = {
            WorkflowCommand.Apply.class,
            WorkflowCommand.Ls.class,
            WorkflowCommand.Run.class,
            WorkflowShowCommand.class,
            WorkflowResumeCommand.class,
            WorkflowOrders.Approve.class,
            WorkflowOrders.Signal.class,
            WorkflowOrders.Cancel.class
        })
final class WorkflowCommand {

    static final String PATH = "/v1/workflows";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Validate definitions (YAML or JSON) and keep them, each version once.",
            footer = {
                "",
                "Examples:",
                "  actionbus workflow apply examples/workflows/sequence.yaml",
                "  actionbus workflow apply --dry-run --strict train.yaml"
            })
    static final class Apply implements Callable<Integer> {

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "Definitions; - is standard input.")
        private List<Path> files = List.of();

        @Option(names = "--dry-run", description = "Only validate.")
        private boolean dryRun;

        @Option(
                names = "--strict",
                description = "An action that no executor has declared is an error.")
        private boolean strict;

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            files.forEach(this::apply);
            return 0;
        }

        private void apply(Path file) {
            JsonNode answer =
                    bus.post(
                            PATH + "?dryRun=" + dryRun + "&strict=" + strict,
                            ParamsGiven.textOf(file),
                            Map.of("Content-Type", "application/yaml"),
                            PATIENCE);
            if (output.json()) {
                output.line(answer.toString());
                return;
            }
            output.line(
                    "%s@%d  %s  %d steps"
                            .formatted(
                                    answer.path("workflow").asText(),
                                    answer.path("version").asInt(),
                                    answer.path("applied").asText(),
                                    answer.path("steps").asInt()));
            for (JsonNode warning : answer.path("warnings")) {
                output.line(
                        "  warning: "
                                + warning.path("pointer").asText()
                                + ": "
                                + warning.path("message").asText());
            }
        }
    }

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "List the workflows.",
            footer = {"", "Example:", "  actionbus workflow ls"})
    static final class Ls implements Callable<Integer> {

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            JsonNode answer = bus.get(PATH, Duration.ZERO);
            if (output.json()) {
                output.line(answer.toString());
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("WORKFLOW", "NEWEST", "VERSIONS", "STEPS", "DEFINED", "BY"));
            for (JsonNode one : answer.path("workflows")) {
                rows.add(
                        List.of(
                                one.path("workflow").asText(),
                                one.path("version").asText(),
                                String.valueOf(one.path("versions").size()),
                                one.path("steps").asText(),
                                one.path("definedAt").asText(),
                                one.path("definedBy").asText()));
            }
            output.table(rows);
            return 0;
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Begin a run. The same key asks for the same run, any number of times.",
            footer = {
                "",
                "Examples:",
                "  actionbus workflow run train-and-deploy -p dataset=penguins --key train-7",
                "  actionbus workflow run sequence --wait=60s"
            })
    static final class Run implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Name of the workflow.")
        private String name = "";

        @Option(
                names = "--version-of",
                paramLabel = "N",
                description = "Version of the workflow (default: the newest).")
        private @Nullable Integer version;

        @Option(
                names = "--key",
                paramLabel = "K",
                description = "Idempotency key (default: a new one).")
        private @Nullable String key;

        @Option(
                names = "--wait",
                paramLabel = "TIME",
                arity = "0..1",
                fallbackValue = "30s",
                converter = Durations.class,
                description = "Wait for the end, at most 60s (default: 30s).")
        private @Nullable Duration wait;

        @ArgGroup private @Nullable ParamsGiven params;
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            Duration patience = wait == null ? Duration.ZERO : wait;
            Map<String, String> headers = new HashMap<>();
            if (key != null) {
                headers.put("Idempotency-Key", key);
            }
            if (!patience.isZero()) {
                headers.put("Prefer", "wait=" + Math.max(1, patience.toSeconds()));
            }
            ObjectNode body =
                    JSON.createObjectNode()
                            .putRawValue(
                                    "params", new RawValue(params == null ? "{}" : params.json()));
            if (version != null) {
                body.put("version", version);
            }
            return ActionText.print(
                    bus.post(PATH + "/" + name + "/runs", body.toString(), headers, patience),
                    output);
        }
    }
}
