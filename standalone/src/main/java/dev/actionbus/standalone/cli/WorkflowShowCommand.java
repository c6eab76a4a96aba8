package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.standalone.graph.GraphMarkup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Draw a run: its graph with states, and its steps with attempts and times.",
        footer = {
            "",
            "Examples:",
            "  actionbus workflow show RUN",
            "  actionbus workflow show RUN --follow",
            "  actionbus workflow show RUN --format dot | dot -Tsvg > run.svg"
        })
final class WorkflowShowCommand implements Callable<Integer> {

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int PAGE = 1000;
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");

    enum Format {
        TEXT,
        DOT,
        MERMAID,
        JSON
    }

    @Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String run = "";

    @Option(
            names = "--format",
            paramLabel = "text|dot|mermaid|json",
            description = "How it is drawn (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(names = "--follow", description = "Draw it again as it changes, until it has ended.")
    private boolean follow;

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        String last = "";
        while (true) {
            JsonNode now = whole();
            String drawn = drawn(now);
            if (!drawn.equals(last)) {
                output.line(follow && !last.isEmpty() ? RunText.over(drawn) : drawn);
                last = drawn;
            }
            String status = now.path("status").asText();
            if (!follow || ENDED.contains(status)) {
                return status.equals("FAILED") || status.equals("UNKNOWN") ? 1 : 0;
            }
            pause();
        }
    }

    /** All pages of steps in one. */
    private JsonNode whole() {
        String path = "/v1/runs/" + run + "?limit=" + PAGE;
        ObjectNode whole = (ObjectNode) bus.get(path, Duration.ZERO);
        ArrayNode steps = whole.withArray("/steps");
        while (whole.has("cursor")) {
            JsonNode page =
                    bus.get(path + "&cursor=" + whole.path("cursor").asText(), Duration.ZERO);
            page.path("steps").forEach(steps::add);
            whole.remove("cursor");
            if (page.has("cursor")) {
                whole.set("cursor", page.path("cursor"));
            }
        }
        return whole;
    }

    private String drawn(JsonNode now) {
        if (output.json()) {
            return now.toString();
        }
        return switch (format) {
            case TEXT -> RunText.of(now);
            case JSON -> now.toString();
            case DOT -> GraphMarkup.dot(now.path("workflow").asText(), RunText.nodes(now));
            case MERMAID -> GraphMarkup.mermaid(RunText.nodes(now));
        };
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }
}
