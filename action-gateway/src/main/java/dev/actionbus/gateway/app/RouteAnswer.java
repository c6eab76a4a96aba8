package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer as Vert.x sends it. */
final class RouteAnswer {

    private RouteAnswer() {}

    static void send(HttpServerResponse response, Answer answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        var unused = response.end(Buffer.buffer(answer.body()));
    }
}
