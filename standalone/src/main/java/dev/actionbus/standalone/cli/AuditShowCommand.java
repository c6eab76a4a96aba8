package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Show every event of an action: what, when (Kafka's clock), by whom, and where it lies.",
        footer = {"", "Example:", "  actionbus audit show 6ac1b1e0-5a4f-8d3e-9a0b-1c2d3e4f5a6b"})
final class AuditShowCommand implements Callable<Integer> {

    private static final int DIGEST_SHOWN = 12;

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Option(names = "--full", description = "Whole digests.")
    private boolean full;

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        JsonNode history = bus.get("/v1/audit/actions/" + id, Duration.ZERO);
        if (output.json()) {
            output.line(history.toString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TIME", "EVENT", "BY", "PARTITION", "OFFSET", "ORDINAL", "ENTRY"));
        for (JsonNode event : history.path("events")) {
            String entry = event.path("entry").asText();
            rows.add(
                    List.of(
                            event.path("time").asText(),
                            event.path("type").asText(),
                            event.path("by").asText("-"),
                            event.path("partition").asText(),
                            event.path("offset").asText(),
                            event.path("ordinal").asText(),
                            full ? entry : entry.substring(0, DIGEST_SHOWN)));
        }
        output.table(rows);
        return 0;
    }
}
