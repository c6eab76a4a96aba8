package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An answer over HTTP; one that is old says so in a header. */
final class AnswerResponse {

    private static final String VIEW_UNAVAILABLE = "VIEW_UNAVAILABLE";

    private AnswerResponse() {}

    static Response of(Answer answer, Problem absent) {
        return of(answer, absent, VIEW_UNAVAILABLE);
    }

    /**
     * @param absent what is said where there is none
     * @param unavailable code of the problem that nobody knows now
     */
    static Response of(Answer answer, Problem absent, String unavailable) {
        return switch (answer) {
            case Answer.Found(String body, Freshness freshness) -> {
                Response.ResponseBuilder response = Response.ok(body, MediaType.APPLICATION_JSON);
                freshness.header().ifPresent(it -> response.header(Freshness.HEADER, it));
                yield response.build();
            }
            case Answer.NotFound _ -> absent.response();
            case Answer.Unavailable(String why) ->
                    new Problem(Problem.UNAVAILABLE, unavailable, why).response();
        };
    }
}
