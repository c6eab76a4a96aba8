package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List actions, newest first.",
        footer = {
            "",
            "Examples:",
            "  actionbus list --name train-epoch --status failed --from 24h",
            "  actionbus list --key order-7",
            "  actionbus list --correlation penguins-run-1 --label team=ml"
        })
final class ListCommand implements Callable<Integer> {

    @Mixin private ActionFilterOptions filter = new ActionFilterOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        JsonNode page = bus.get("/v1/actions?" + filter.query(), Duration.ZERO);
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
            output.line("more: " + filter.next(page.path("cursor").asText()));
        }
        return 0;
    }
}
