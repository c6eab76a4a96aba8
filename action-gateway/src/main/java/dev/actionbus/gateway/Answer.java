package dev.actionbus.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the caller is told.
 *
 * @param status HTTP status
 * @param headers by name; always with {@code Content-Type}
 * @param body one line of JSON, UTF-8
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, String body) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
