package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RequestJson;
import dev.actionbus.gateway.WaitTime;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Submits actions and waits for their results, on the I/O threads. */
@Path("/v1/actions")
@Produces(MediaType.APPLICATION_JSON)
final class ActionsResource {

    private static final String ACTIONS = "/v1/actions";

    private final ActionGateway gateway;

    ActionsResource(ActionGateway gateway) {
        this.gateway = gateway;
    }

    /** Submits an action. {@code Prefer: wait=10} waits up to 10 seconds for its outcome. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> submit(byte @Nullable [] body, @Context HttpHeaders headers) {
        return switch (RequestJson.read(Bodies.of(body), Heads.of(headers), Instant.now())) {
            case RequestJson.Parsed.Good good ->
                    answer(
                            gateway.submit(
                                    good.request(),
                                    WaitTime.preferred(Heads.all(headers, "Prefer"))));
            case RequestJson.Parsed.Bad bad -> answer(bad.problem().answer(ACTIONS));
        };
    }

    /**
     * How the action ended.
     *
     * @param wait seconds to wait for its end, at most 60
     */
    @GET
    @Path("/{id}/result")
    public Uni<Response> result(
            @PathParam("id") String id, @QueryParam("wait") @DefaultValue("0") String wait) {
        String here = ACTIONS + "/" + id + "/result";
        Optional<Duration> span = WaitTime.ofQuery(wait);
        if (span.isEmpty()) {
            return answer(
                    Problem.of(400, "WAIT_INVALID", "wait is a number of seconds, 0 to 60")
                            .answer(here));
        }
        try {
            return answer(gateway.result(new ActionId(id), span.get()));
        } catch (InvalidRequest e) {
            return answer(
                    Problem.of(400, e.code(), "an action id is a lower-case UUIDv8").answer(here));
        }
    }

    /** A caller who goes away cancels the Uni, and that the future. */
    private static Uni<Response> answer(CompletableFuture<Answer> answer) {
        return Uni.createFrom().completionStage(answer).map(AnswerResponse::of);
    }

    private static Uni<Response> answer(Answer answer) {
        return Uni.createFrom().item(AnswerResponse.of(answer));
    }
}
