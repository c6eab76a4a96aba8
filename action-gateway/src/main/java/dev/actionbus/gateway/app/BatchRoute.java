package dev.actionbus.gateway.app;

import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.BatchLine;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RequestHead;
import dev.actionbus.gateway.WaitTime;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/actions:batch}: a request a line, an answer a line, in the same order, while the
 * body is still coming. A route of its own, as JAX-RS would want the whole body first.
 */
@Singleton
final class BatchRoute {

    static final String NDJSON = "application/x-ndjson";

    /** Before the limit of bodies, which a batch has none of. */
    static final int FIRST = -3;

    private static final String PATH = "/v1/actions:batch";

    private final Instance<ActionGateway> gateway;

    BatchRoute(Instance<ActionGateway> gateway) {
        this.gateway = gateway;
    }

    void add(@Observes Router router) {
        router.routeWithRegex(HttpMethod.POST, PATH).order(FIRST).handler(this::batch);
    }

    private void batch(RoutingContext call) {
        HttpServerRequest request = call.request();
        Optional<Duration> wait =
                Optional.ofNullable(request.getParam("wait"))
                        .map(WaitTime::ofQuery)
                        .orElse(Optional.of(Duration.ZERO));
        Optional<Problem> problem = problem(request, wait);
        if (problem.isPresent()) {
            RouteAnswer.send(request.response(), problem.get().answer(PATH));
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        RequestHead head = RequestHead.ofLine(request.headers().getAll("traceparent"));
        new BatchCall(
                        gateway.get(),
                        request,
                        call.vertx().getOrCreateContext(),
                        () -> new BatchLine.Head(head, wait.orElseThrow(), Instant.now()))
                .begin();
    }

    private static Optional<Problem> problem(HttpServerRequest request, Optional<Duration> wait) {
        if (!isNdjson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return Optional.of(
                    Problem.of(
                            415,
                            "CONTENT_TYPE_UNSUPPORTED",
                            "send Content-Type: " + NDJSON + ", in UTF-8"));
        }
        if (!accepts(request.getHeader(HttpHeaders.ACCEPT), NDJSON)) {
            return Optional.of(Problem.of(406, "NOT_ACCEPTABLE", "answers are " + NDJSON));
        }
        return wait.isPresent()
                ? Optional.empty()
                : Optional.of(
                        Problem.of(400, "WAIT_INVALID", "wait is a number of seconds, 0 to 60"));
    }

    private static boolean isNdjson(@Nullable String type) {
        return type != null
                && type.toLowerCase(Locale.ROOT)
                        .matches("\\s*application/x-ndjson\\s*(;\\s*charset=\"?utf-8\"?)?\\s*");
    }

    /** Whether a header allows a type; none allows all. */
    static boolean accepts(@Nullable String header, String type) {
        if (header == null || header.isBlank()) {
            return true;
        }
        String group = type.substring(0, type.indexOf('/') + 1) + "*";
        for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = range.split(";", 2)[0].strip();
            if (name.equals("*/*") || name.equals(group) || name.equals(type)) {
                return true;
            }
        }
        return false;
    }
}
