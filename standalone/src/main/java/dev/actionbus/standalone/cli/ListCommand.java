package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List actions, newest first.",
        footer = {"", "Example:", "  actionbus list --name train-epoch --status failed"})
final class ListCommand implements Callable<Integer> {

    @Option(names = "--name", paramLabel = "NAME", description = "Only actions of this name.")
    private @Nullable String name;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "Only these: admitted, running, waiting, completed, failed, cancelled, unknown.")
    private @Nullable String status;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many, 1 to 1000 (default: 20).")
    private int limit;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on where another page ended.")
    private @Nullable String cursor;

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        StringBuilder path = new StringBuilder("/v1/actions?limit=").append(limit);
        append(path, "name", name);
        append(path, "status", status);
        append(path, "cursor", cursor);
        JsonNode page = bus.get(path.toString(), Duration.ZERO);
        if (output.json()) {
            output.line(page.toString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ACTION", "NAME", "STATUS", "ATTEMPT", "ACCEPTED", "KEY"));
        for (JsonNode action : page.path("actions")) {
            rows.add(
                    List.of(
                            action.path("actionId").asText(),
                            action.path("name").asText(),
                            action.path("status").asText(),
                            action.path("attempt").asText(),
                            action.path("acceptedAt").asText(),
                            action.path("idempotencyKey").asText()));
        }
        output.table(rows);
        if (page.has("cursor")) {
            output.line("more: --cursor " + page.path("cursor").asText());
        }
        return 0;
    }

    private static void append(StringBuilder path, String name, @Nullable String value) {
        if (value != null) {
            path.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
