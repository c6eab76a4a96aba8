package dev.actionbus.gateway.app;

import dev.actionbus.gateway.ActionEvents;
import dev.actionbus.gateway.EventStream;
import dev.actionbus.gateway.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of events. Holds no more than what the view told at once: it asks for more when
 * the caller has read it, and a caller who reads nothing for {@link #PATIENCE} is sent away. All of
 * it runs on the connection's thread.
 */
final class EventsCall implements EventStream.Listener {

    /** A word now and then, so that nobody between takes the connection for dead. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Context thread;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String here;
    private final Runnable onOver;
    private @Nullable EventStream stream;
    private long heartbeat = -1;
    private long patience = -1;
    private boolean over;

    EventsCall(Vertx vertx, HttpServerRequest request, String here, Runnable onOver) {
        this.vertx = vertx;
        this.thread = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
        this.here = here;
        this.onOver = onOver;
    }

    void begin(Function<EventStream.Listener, EventStream> source) {
        response.closeHandler(_ -> end());
        response.exceptionHandler(_ -> end());
        request.resume();
        EventStream told = source.apply(this);
        stream = told;
        told.begin();
    }

    @Override
    public void onEvents(List<ActionEvents.Event> events) {
        thread.runOnContext(_ -> tell(events));
    }

    @Override
    public void onEnd() {
        thread.runOnContext(_ -> {
            if (!over) {
                end();
                var unused = response.end();
            }
        });
    }

    @Override
    public void onProblem(Problem problem) {
        thread.runOnContext(_ -> {
            end();
            RouteAnswer.send(response, problem.answer(here));
        });
    }

    private void tell(List<ActionEvents.Event> events) {
        if (over) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader("Content-Type", EventsRoute.EVENT_STREAM)
                    .putHeader("Cache-Control", "no-store");
            heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), _ -> breathe());
        }
        StringBuilder text = new StringBuilder();
        for (ActionEvents.Event event : events) {
            text.append("id: ").append(event.place()).append('\n');
            text.append("event: ").append(event.type()).append('\n');
            text.append("data: ").append(event.json()).append("\n\n");
        }
        var unused = response.write(text.isEmpty() ? ":\n\n" : text.toString());
        if (response.writeQueueFull()) {
            patience = vertx.setTimer(PATIENCE.toMillis(), _ -> request.connection().close());
            response.drainHandler(_ -> {
                vertx.cancelTimer(patience);
                more();
            });
        } else {
            more();
        }
    }

    private void more() {
        EventStream told = stream;
        if (told != null && !over) {
            told.more();
        }
    }

    private void breathe() {
        if (!over && !response.writeQueueFull()) {
            var unused = response.write(":\n\n");
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(heartbeat);
        vertx.cancelTimer(patience);
        EventStream told = stream;
        if (told != null) {
            told.close();
        }
        onOver.run();
    }
}
