package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A run as it is on record now, with the runs in it.
 *
 * @param run as {@code GET /v1/runs/ID} tells it
 * @param parts what has begun, in the order of the steps; in the place of a run within, its parts
 */
record RunRecord(JsonNode run, List<Part> parts) {

    private static final int MOST = 1000;
    private static final Pattern RUN_WITHIN = Pattern.compile("(map |loop )?workflow .*");

    RunRecord {
        parts = List.copyOf(parts);
    }

    /**
     * A step, or one of its items.
     *
     * @param name such as {@code rates[0]/epochs[3]}
     * @param what it does
     * @param state of its action, or of the step if none does it
     * @param segment of the run in which it was begun
     * @param actionId empty: no action does it
     * @param attempts of the action
     */
    record Part(
            String name,
            String what,
            String state,
            int segment,
            Optional<String> actionId,
            int attempts) {

        boolean isCompleted() {
            return state.equals("COMPLETED");
        }
    }

    /** Fails if a part of it can not be read now. */
    static RunRecord read(BusUrl bus, String runId) {
        List<Part> parts = new ArrayList<>();
        JsonNode run = read(bus, runId, "", parts);
        return new RunRecord(run, parts);
    }

    String status() {
        return run.path("status").asText();
    }

    Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    private static JsonNode read(BusUrl bus, String runId, String prefix, List<Part> parts) {
        String path = "/v1/runs/" + runId + "?limit=" + MOST;
        JsonNode run = bus.get(path, Duration.ZERO);
        for (JsonNode step : run.path("steps")) {
            if (step.has("items")) {
                String items = path + "&step=" + step.path("step").asText();
                for (JsonNode item : bus.get(items, Duration.ZERO).path("steps")) {
                    add(bus, item, prefix, parts);
                }
            } else if (step.has("segment")) {
                add(bus, step, prefix, parts);
            }
        }
        return run;
    }

    private static void add(BusUrl bus, JsonNode step, String prefix, List<Part> parts) {
        String name = prefix + step.path("step").asText();
        String what = step.path("what").asText();
        Optional<String> action = Optional.ofNullable(step.path("actionId").textValue());
        if (action.isPresent() && RUN_WITHIN.matcher(what).matches()) {
            var unused = read(bus, action.get(), name + "/", parts);
            return;
        }
        parts.add(
                new Part(
                        name,
                        what,
                        step.path("status").asText(step.path("state").asText()),
                        step.path("segment").asInt(),
                        action,
                        step.path("attempts").asInt()));
    }
}
