package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An action as a person reads it. */
final class ActionText {

    private ActionText() {}

    /** Prints it; exit code 0, or 1 for an action that ended otherwise than completed. */
    static int print(JsonNode action, Output output) {
        if (output.json()) {
            output.line(action.toString());
        } else {
            field(output, "action", action.path("actionId"));
            field(output, "name", action.path("name"));
            field(output, "key", action.path("idempotencyKey"));
            field(output, "status", action.path("status"));
            field(output, "attempt", action.path("attempt"));
            field(output, "round", action.path("round"));
            field(output, "due", action.path("dueAt"));
            field(output, "waits for", action.path("waitsFor"));
            field(output, "progress", action.path("progress"));
            field(output, "message", action.path("message"));
            field(output, "accepted", action.path("acceptedAt"));
            field(output, "ended", action.path("endedAt"));
            field(output, "params", action.path("params"));
            field(output, "result", action.path("result"));
            field(output, "error", action.path("error"));
            field(output, "duplicates", action.path("duplicates"));
            attempts(action.path("attempts"), output);
        }
        return switch (action.path("status").asText()) {
            case "FAILED", "CANCELLED", "UNKNOWN" -> 1;
            default -> 0;
        };
    }

    /** From the ledger's acceptance to the end, of an action that has ended. */
    static String took(JsonNode action) {
        Instant accepted = Instant.parse(action.path("acceptedAt").asText());
        Instant ended = Instant.parse(action.path("endedAt").asText());
        return Duration.between(accepted, ended).toMillis() + " ms";
    }

    /** Of a result that has one; else empty. */
    static String accuracy(JsonNode action) {
        JsonNode accuracy = action.path("result").path("accuracy");
        return accuracy.isNumber() ? String.format(Locale.ROOT, "%.3f", accuracy.asDouble()) : "";
    }

    private static void attempts(JsonNode attempts, Output output) {
        if (!attempts.isArray() || attempts.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "attempt", "ending", "started", "executor", "error"));
        for (JsonNode attempt : attempts) {
            rows.add(
                    List.of(
                            "",
                            attempt.path("attempt").asText(),
                            attempt.path("ending").asText(),
                            attempt.path("startedAt").asText("-"),
                            attempt.path("executor").asText("-"),
                            attempt.path("error").path("code").asText("")));
        }
        output.table(rows);
    }

    private static void field(Output output, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            output.line(
                    String.format(
                            "%-11s %s",
                            name, value.isTextual() ? value.asText() : value.toString()));
        }
    }
}
