package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how much memory callers can take with what they send: beyond a part of the heap they are
 * told to come back, before their bodies are read. Small bodies are not held up by large ones. A
 * call holds its share until it is answered.
 */
@Singleton
final class BodiesInFlight {

    private static final int FIRST = BatchRoute.FIRST - 1;
    private static final String BATCH = "/v1/actions:batch";

    /** Of a body that does not say how large it is; larger ones are refused anyway. */
    private static final long LARGEST = 1100 * 1024;

    /** Of a batch: a line that comes, and those that are on their way. */
    private static final long OF_A_BATCH = 3 << 20;

    private static final long SMALL = 16 * 1024;

    /** A body is there several times while it is read: as bytes, as text, as params. */
    private static final int PART_OF_THE_HEAP = 16;

    private final long most = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
    private final AtomicLong small = new AtomicLong();
    private final AtomicLong large = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();

    void add(@Observes Router router) {
        router.route().order(FIRST).handler(this::enter);
    }

    private void enter(RoutingContext call) {
        HttpServerRequest request = call.request();
        long bytes = bytes(request);
        if (bytes == 0) {
            call.next();
            return;
        }
        AtomicLong taken = request.path().equals(BATCH) ? batches : bytes <= SMALL ? small : large;
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            RouteAnswer.send(request.response(), full().answer(request.path()));
            request.resume(); // what still comes is not kept
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        call.addEndHandler(_ -> {
            if (over.compareAndSet(false, true)) {
                taken.addAndGet(-bytes);
            }
        });
        call.next();
    }

    private static long bytes(HttpServerRequest request) {
        if (request.path().equals(BATCH)) {
            return OF_A_BATCH;
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return LARGEST;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}")
                ? 0
                : Math.min(LARGEST, Long.parseLong(length));
    }

    private static Problem full() {
        return new Problem(
                503,
                "GATEWAY_BUSY",
                "too much is on its way here already; nothing was submitted",
                Optional.empty(),
                Map.of("Retry-After", "1"));
    }
}
