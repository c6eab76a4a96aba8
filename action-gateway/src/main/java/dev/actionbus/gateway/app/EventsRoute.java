package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.gateway.ActionEvents;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.EventStream;
import dev.actionbus.gateway.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/actions/{id}/events}: what happened to an action and what happens, as server-sent
 * events (WHATWG HTML, 9.2). The id of an event is its place; {@code Last-Event-ID} goes on behind
 * it, without a gap or a repeat.
 */
@Singleton
final class EventsRoute {

    static final String EVENT_STREAM = "text/event-stream";

    /** Open streams of this process. */
    static final int MOST_STREAMS = 512;

    private static final Pattern PLACE = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

    private final Instance<ActionGateway> gateway;
    private final AtomicInteger open = new AtomicInteger();

    EventsRoute(Instance<ActionGateway> gateway) {
        this.gateway = gateway;
    }

    void add(@Observes Router router) {
        router.routeWithRegex(HttpMethod.GET, "/v1/actions/(?<id>[^/]+)/events")
                .order(BatchRoute.FIRST)
                .handler(this::events);
    }

    private void events(RoutingContext call) {
        HttpServerRequest request = call.request();
        String id = call.pathParam("id");
        String here = "/v1/actions/" + id + "/events";
        try {
            ActionId action = new ActionId(id);
            EventStream.Request asked =
                    new EventStream.Request(
                            place(request.getHeader("Last-Event-ID")), follow(request));
            if (!BatchRoute.accepts(request.getHeader(HttpHeaders.ACCEPT), EVENT_STREAM)) {
                throw new Unfit(Problem.of(406, "NOT_ACCEPTABLE", "answers are " + EVENT_STREAM));
            }
            if (open.incrementAndGet() > MOST_STREAMS) {
                open.decrementAndGet();
                throw new Unfit(full());
            }
            new EventsCall(call.vertx(), request, here, open::decrementAndGet)
                    .begin(told -> gateway.get().events(action, asked, told));
        } catch (InvalidRequest e) {
            refuse(request, here, Problem.of(400, e.code(), String.valueOf(e.getMessage())));
        } catch (Unfit e) {
            refuse(request, here, e.problem);
        }
    }

    private static Problem full() {
        return new Problem(
                503,
                "STREAMS_EXHAUSTED",
                "this process has " + MOST_STREAMS + " streams open already",
                Optional.empty(),
                Map.of("Retry-After", "5"));
    }

    private static void refuse(HttpServerRequest request, String here, Problem problem) {
        RouteAnswer.send(request.response(), problem.answer(here));
    }

    private static Optional<ActionEvents.Place> place(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Optional.empty();
        }
        Matcher place = PLACE.matcher(lastEventId);
        if (!place.matches()) {
            throw new Unfit(
                    Problem.of(400, "LAST_EVENT_ID_INVALID", "an event id is PARTITION:OFFSET"));
        }
        return Optional.of(
                new ActionEvents.Place(
                        Integer.parseInt(place.group(1)), Long.parseLong(place.group(2))));
    }

    private static boolean follow(HttpServerRequest request) {
        String follow = request.getParam("follow");
        if (follow == null || follow.equals("false")) {
            return false;
        }
        if (follow.isEmpty() || follow.equals("true")) {
            return true;
        }
        throw new Unfit(Problem.of(400, "FOLLOW_INVALID", "follow is true or false"));
    }

    /** A question that can not be meant. */
    private static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Unfit(Problem problem) {
            super(problem.code(), null, false, false);
            this.problem = problem;
        }
    }
}
