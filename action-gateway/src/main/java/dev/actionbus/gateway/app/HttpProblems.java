package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What HTTP itself refuses, and what nobody expected, as problems (RFC 9457). */
final class HttpProblems {

    private static final Logger log = LoggerFactory.getLogger(HttpProblems.class);

    /** A resource that built its own answer keeps it. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e, UriInfo uri) {
        Response response = e.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        int status = response.getStatus();
        if (status >= 500) {
            return unexpected(e, uri);
        }
        String allow = response.getHeaderString("Allow");
        Problem said = problem(status);
        Problem problem =
                new Problem(
                        status,
                        said.code(),
                        said.detail(),
                        Optional.empty(),
                        allow == null ? Map.of() : Map.of("Allow", allow));
        return AnswerResponse.of(problem.answer(uri.getPath()));
    }

    /** Names the log line, not the cause: that is nobody's business outside. */
    @ServerExceptionMapper
    public Response unexpected(Throwable e, UriInfo uri) {
        String id = UUID.randomUUID().toString();
        log.error("{}: a call failed unexpectedly", id, e);
        return AnswerResponse.of(
                Problem.of(500, "INTERNAL", "something went wrong here; its log entry is " + id)
                        .answer(uri.getPath()));
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "NOT_FOUND", "nothing is here");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "not with this method");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "answers are application/json");
            case 413 -> Problem.of(413, "BODY_TOO_LARGE", "the body is too large");
            case 415 ->
                    Problem.of(
                            415,
                            "CONTENT_TYPE_UNSUPPORTED",
                            "send Content-Type: application/json, in UTF-8");
            default -> Problem.of(status, "REQUEST_INVALID", "the call can not be understood");
        };
    }
}
