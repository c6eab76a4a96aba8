package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.standalone.graph.StepNode;
import dev.actionbus.standalone.graph.TextGraph;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A run as a person looks at it: a head, the graph, and a table of the steps. */
final class RunText {

    /** More would not be read, and not be drawn in time. */
    private static final int MOST_DRAWN = 200;

    private static final String CLEAR = "\033[H\033[2J";
    private static final Map<String, String> COLOURS =
            Map.of("✔", "32", "✘", "31", "▶", "36", "◔", "33", "↺", "35");

    private RunText() {}

    /** The text in the place of the one before, on a terminal. */
    static String over(String text) {
        return isTerminal() ? CLEAR + text : "\n" + text;
    }

    static String of(JsonNode run) {
        return drawn(run) + "\n\n" + table(run);
    }

    /** The head and the graph. */
    static String drawn(JsonNode run) {
        StringJoiner text = new StringJoiner("\n");
        text.add(head(run));
        error(run).ifPresent(text::add);
        List<StepNode> nodes = nodes(run);
        if (nodes.size() <= MOST_DRAWN) {
            TextGraph.draw(nodes)
                    .ifPresent(lines -> {
                        text.add("");
                        lines.forEach(line -> text.add(coloured(line)));
                    });
        }
        return text.toString();
    }

    static List<StepNode> nodes(JsonNode run) {
        List<StepNode> nodes = new ArrayList<>();
        for (JsonNode step : run.path("steps")) {
            List<String> needs = new ArrayList<>();
            step.path("needs").forEach(need -> needs.add(need.asText()));
            nodes.add(
                    new StepNode(
                            step.path("step").asText(),
                            needs,
                            step.path("state").asText(),
                            about(step)));
        }
        return nodes;
    }

    private static String head(JsonNode run) {
        StringJoiner counts = new StringJoiner(", ");
        run.path("counts")
                .properties()
                .forEach(count ->
                        counts.add(
                                count.getValue().asText()
                                        + " "
                                        + count.getKey().toLowerCase(Locale.ROOT)));
        int segment = run.path("segment").asInt(1);
        return "%s@%d  %s  %s%s  %s"
                .formatted(
                        run.path("workflow").asText(),
                        run.path("version").asInt(),
                        run.path("runId").asText(),
                        run.path("status").asText(),
                        segment > 1 ? " (segment " + segment + ")" : "",
                        counts);
    }

    private static Optional<String> error(JsonNode run) {
        JsonNode error = run.path("error");
        return error.isMissingNode()
                ? Optional.empty()
                : Optional.of(error.path("code").asText() + ": " + error.path("message").asText());
    }

    private static String about(JsonNode step) {
        JsonNode items = step.path("items");
        if (!items.isMissingNode()) {
            String total = items.path("total").asInt(-1) < 0 ? "?" : items.path("total").asText();
            return "%d/%s".formatted(items.path("done").asInt(), total)
                    + (items.path("failed").asInt() > 0
                            ? ", " + items.path("failed").asInt() + " failed"
                            : "");
        }
        return step.path("error").path("code").asText("");
    }

    private static String table(JsonNode run) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("STEP", "WHAT", "STATE", "SEGMENT", "ATTEMPTS", "BEGAN", "TOOK", "ACTION"));
        for (JsonNode step : run.path("steps")) {
            rows.add(
                    List.of(
                            step.path("step").asText(),
                            step.path("what").asText(),
                            step.path("state").asText(),
                            step.path("segment").asText("-"),
                            step.path("attempts").asText("-"),
                            step.path("beganAt").asText("-"),
                            took(step),
                            step.path("actionId").asText("-")));
        }
        return Output.columns(rows);
    }

    private static String took(JsonNode step) {
        if (!step.has("beganAt") || !step.has("endedAt")) {
            return "-";
        }
        Duration span =
                Duration.between(
                        Instant.parse(step.path("beganAt").asText()),
                        Instant.parse(step.path("endedAt").asText()));
        return span.toMillis() + " ms";
    }

    private static String coloured(String line) {
        if (!isTerminal()) {
            return line;
        }
        for (Map.Entry<String, String> colour : COLOURS.entrySet()) {
            if (line.contains(colour.getKey())) {
                return line.replace(
                        colour.getKey(),
                        "\033[" + colour.getValue() + "m" + colour.getKey() + "\033[0m");
            }
        }
        return line;
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    }
}
