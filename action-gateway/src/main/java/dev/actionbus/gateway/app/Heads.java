package dev.actionbus.gateway.app;

import dev.actionbus.gateway.RequestHead;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The headers that matter, as the gateway wants them. */
final class Heads {

    private Heads() {}

    static RequestHead of(HttpHeaders headers) {
        return new RequestHead(
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)),
                all(headers, "Idempotency-Key"),
                all(headers, "traceparent"));
    }

    /** Of a call whose body may be missing, which is then an empty object. */
    static RequestHead ofJson(HttpHeaders headers) {
        RequestHead head = of(headers);
        return head.contentType().isPresent()
                ? head
                : new RequestHead(
                        Optional.of("application/json"),
                        head.idempotencyKeys(),
                        head.traceparents());
    }

    static List<String> all(HttpHeaders headers, String name) {
        @Nullable List<String> values = headers.getRequestHeader(name);
        return values == null ? List.of() : values;
    }
}
