package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A page of actions as a person reads it. */
final class ActionTable {

    private ActionTable() {}

    /** Asks for the page and prints it. */
    static int print(String path, ActionFilterOptions filter, BusUrl bus, Output output) {
        JsonNode page = bus.get(path + "?" + filter.query(), Duration.ZERO);
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
