package dev.actionbus.standalone.http;

import dev.actionbus.standalone.node.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** A process that is no gateway says so, whoever would answer the call. */
@Singleton
final class RoleFilter {

    private static final int BEFORE_ALL_ANSWERS = -10;
    private static final String PROBLEM =
            """
            {"type":"about:blank","title":"not a gateway","status":404,"code":"NOT_A_GATEWAY",\
            "detail":"this process does not have the role gateway"}\
            """;

    void add(@Observes Router router) {
        router.route("/v1/*").order(BEFORE_ALL_ANSWERS).handler(RoleFilter::filter);
    }

    private static void filter(RoutingContext call) {
        if (isForGateway(call) && !RunningNode.get().settings().roles().contains(Role.GATEWAY)) {
            var unused =
                    call.response()
                            .setStatusCode(404)
                            .putHeader("Content-Type", "application/problem+json")
                            .end(PROBLEM);
        } else {
            call.next();
        }
    }

    private static boolean isForGateway(RoutingContext call) {
        String path = call.normalizedPath();
        boolean gives =
                call.request().method().equals(HttpMethod.POST)
                        && (path.startsWith("/v1/actions")
                                || path.startsWith("/v1/dead-letters")
                                || path.startsWith("/v1/idempotency-keys"));
        boolean waits =
                path.startsWith("/v1/actions/")
                        && (path.endsWith("/result") || path.endsWith("/events"));
        boolean always =
                path.startsWith("/v1/callbacks")
                        || path.startsWith("/v1/handlers")
                        || path.startsWith("/v1/schedules");
        return gives || waits || always;
    }
}
