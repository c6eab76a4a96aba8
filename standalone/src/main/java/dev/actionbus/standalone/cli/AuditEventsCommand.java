package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "List events of all actions, oldest first: what, when (Kafka's clock), by whom, where it lies.",
            "The cursor stays good: asked for again later, it brings what is new."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus audit events --type ActionFailed --from 24h",
            "  actionbus audit events --label team=ml --label run=7 --limit 1000 -o json",
            "  actionbus audit events --name train-epoch --as-of 2026-01-31T12:00:00Z"
        })
final class AuditEventsCommand implements Callable<Integer> {

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "Only events of this type, as in ActionCompleted; may be given more than once.")
    private List<String> types = List.of();

    @Option(
            names = "--as-of",
            paramLabel = "T|P:OFFSET,...",
            description = "As if the log ended then: a time (ISO 8601) or an offset by partition.")
    private @Nullable String asOf;

    @Mixin private ActionFilterOptions filter = new ActionFilterOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder(filter.query());
        types.forEach(type -> ActionFilterOptions.append(query, "type", type));
        ActionFilterOptions.append(query, "asOf", asOf);
        JsonNode page = bus.get("/v1/audit/events?" + query, Duration.ZERO);
        if (output.json()) {
            output.line(page.toString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TIME", "EVENT", "ACTION", "NAME", "BY", "PARTITION", "OFFSET"));
        for (JsonNode event : page.path("events")) {
            rows.add(
                    List.of(
                            event.path("time").asText(),
                            event.path("type").asText(),
                            event.path("actionId").asText("-"),
                            event.path("name").asText("-"),
                            event.path("by").asText("-"),
                            event.path("partition").asText(),
                            event.path("offset").asText()));
        }
        output.table(rows);
        if (page.path("more").asBoolean()) {
            output.line("more: " + filter.next(page.path("cursor").asText()));
        }
        return 0;
    }
}
