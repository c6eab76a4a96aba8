package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.CallbackDesk;
import dev.actionbus.gateway.Problem;
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
import org.jspecify.annotations.Nullable;

/** Signs of life of attempts that go on outside. */
@Path("/v1/actions/{id}/heartbeat")
@Produces(MediaType.APPLICATION_JSON)
final class HeartbeatResource {

    private final CallbackDesk desk;

    HeartbeatResource(CallbackDesk desk) {
        this.desk = desk;
    }

    /**
     * Says that an attempt goes on: {@code progress} 0 to 1, {@code message}, {@code checkpoint}.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> beat(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        try {
            return CallbacksResource.answer(
                    desk.beat(
                            new ActionId(id),
                            CallbacksResource.token(headers),
                            CallbacksResource.bytes(body),
                            CallbacksResource.head(headers)));
        } catch (InvalidRequest e) {
            Answer refused =
                    Problem.of(400, e.code(), "an action id is a lower-case UUIDv8")
                            .answer("/v1/actions/" + id + "/heartbeat");
            return Uni.createFrom().item(AnswerResponse.of(refused));
        }
    }
}
