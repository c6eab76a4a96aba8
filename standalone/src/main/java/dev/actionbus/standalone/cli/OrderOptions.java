package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why an order is given, and by which name it is known again. */
final class OrderOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; it stays on record.")
    private String reason = "";

    @Option(
            names = "--order-key",
            paramLabel = "K",
            description = "With the same key the same order can be given again without effect.")
    private @Nullable String key;

    ObjectNode body() {
        return JSON.createObjectNode().put("reason", reason);
    }

    JsonNode give(BusUrl bus, String path, ObjectNode body) {
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        return bus.post(path, body.toString(), headers, Duration.ofSeconds(20));
    }
}
