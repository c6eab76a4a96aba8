package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.CallbackDesk;
import dev.actionbus.gateway.RequestHead;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reports of attempts from outside. The token is best in the header {@code Callback-Token}, as URLs
 * are logged.
 */
@Path("/v1/callbacks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class CallbacksResource {

    private final CallbackDesk desk;

    CallbacksResource(CallbackDesk desk) {
        this.desk = desk;
    }

    /** Ends an attempt: {@code {"result": ...}} or {@code {"error": {"code": ...}}}. */
    @POST
    public Uni<Response> end(byte @Nullable [] body, @Context HttpHeaders headers) {
        return answer(desk.end(token(headers), bytes(body), head(headers)));
    }

    /**
     * Ends an attempt.
     *
     * @param token of the attempt
     */
    @POST
    @Path("/{token}")
    public Uni<Response> endNamed(
            @PathParam("token") String token,
            byte @Nullable [] body,
            @Context HttpHeaders headers) {
        return answer(desk.end(Optional.of(token), bytes(body), head(headers)));
    }

    static Uni<Response> answer(CompletableFuture<Answer> answer) {
        return Uni.createFrom().completionStage(answer).map(AnswerResponse::of);
    }

    static Optional<String> token(HttpHeaders headers) {
        return Optional.ofNullable(headers.getHeaderString("Callback-Token"));
    }

    static byte[] bytes(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    static RequestHead head(HttpHeaders headers) {
        return new RequestHead(
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)),
                List.of(),
                List.of());
    }
}
