package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Answer;
import jakarta.ws.rs.core.Response;

/** An answer as JAX-RS sends it. */
final class AnswerResponse {

    private AnswerResponse() {}

    static Response of(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
