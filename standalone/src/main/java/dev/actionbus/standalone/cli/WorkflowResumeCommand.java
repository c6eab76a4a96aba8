package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Go on with a run that ended without a result: completed steps are kept, failed ones",
            "and those behind them are done again. With --all-of every failed run of a workflow."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus workflow resume RUN --reason 'the trainer is fixed'",
            "  actionbus workflow resume RUN --from preprocess --version-of 2 --reason 'new format'",
            "  actionbus workflow resume --all-of train-and-deploy --reason 'the disk is back'"
        })
final class WorkflowResumeCommand implements Callable<Integer> {

    private static final int PAGE = 100;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Id of the run.")
    private @Nullable String run;

    @Option(
            names = "--all-of",
            paramLabel = "WORKFLOW",
            description = "All failed runs of this workflow.")
    private @Nullable String workflow;

    @Option(
            names = "--from",
            paramLabel = "STEP",
            description = "Do this step again, and all behind it, also if it was completed.")
    private @Nullable String from;

    @Option(
            names = "--version-of",
            paramLabel = "N",
            description = "Go on with this version of the workflow (default: the same).")
    private @Nullable Integer version;

    @Mixin private OrderOptions order = new OrderOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        if ((run == null) == (workflow == null)) {
            throw Failure.usage("USAGE", "give the id of a run, or --all-of a workflow", "");
        }
        return run == null ? all() : resume(run);
    }

    /** A run that was resumed has not failed any more, so the first page is always a new one. */
    private int all() {
        StringBuilder query = new StringBuilder("/v1/actions?status=failed&limit=" + PAGE);
        ActionFilterOptions.append(query, "name", workflow);
        int refused = 0;
        String cursor = "";
        do {
            JsonNode page = bus.get(query + cursor, Duration.ZERO);
            for (JsonNode action : page.path("actions")) {
                refused += !isWhole(action) || resumed(id(action)) ? 0 : 1;
            }
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        return refused == 0 ? 0 : Failure.REFUSED;
    }

    /**
     * No step: some action may have the name of the workflow, and a run within a run goes on with
     * that.
     */
    private boolean isWhole(JsonNode action) {
        if (action.path("isRun").asBoolean() && action.has("runId")) {
            output.line(
                    id(action)
                            + ": is a step of the run "
                            + action.path("runId").asText()
                            + ", which goes on with it");
        }
        return action.path("isRun").asBoolean() && !action.has("runId");
    }

    private static String id(JsonNode action) {
        return action.path("actionId").asText();
    }

    private boolean resumed(String one) {
        try {
            var unused = resume(one);
            return true;
        } catch (Failure e) {
            output.line(one + ": " + e.text());
            return false;
        }
    }

    private int resume(String one) {
        ObjectNode body = order.body();
        if (from != null) {
            body.put("fromStep", from);
        }
        if (version != null) {
            body.put("version", version);
        }
        return WorkflowOrders.told(bus, order, one + "/resume", body, output);
    }
}
