package dev.actionbus.gateway;

import dev.actionbus.action.ActionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Bodies and heads of requests, and what is read from them. */
final class Asked {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Asked() {}

    static ActionRequest good(String body) {
        return request(bytes(body), head("k"));
    }

    static ActionRequest request(byte[] body, RequestHead head) {
        return ((RequestJson.Parsed.Good) read(body, head)).request();
    }

    static Problem refused(byte[] body, RequestHead head) {
        return ((RequestJson.Parsed.Bad) read(body, head)).problem();
    }

    static RequestJson.Parsed read(byte[] body, RequestHead head) {
        return RequestJson.read(body, head, NOW);
    }

    static RequestHead head(String... keys) {
        return new RequestHead(Optional.of("application/json"), List.of(keys), List.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
