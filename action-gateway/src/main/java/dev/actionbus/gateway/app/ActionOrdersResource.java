package dev.actionbus.gateway.app;

import dev.actionbus.action.Order;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.OrderJson;
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

/**
 * Orders about one action. Each takes {@code {"reason": "..."}} and is on record with who gave it
 * and why. With an {@code Idempotency-Key} header an order can be repeated.
 */
@Path("/v1/actions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class ActionOrdersResource {

    private final ActionGateway gateway;

    ActionOrdersResource(ActionGateway gateway) {
        this.gateway = gateway;
    }

    /** Ends an open action now. */
    @POST
    @Path("/{id}/cancel")
    public Uni<Response> cancel(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.CANCEL, id, "cancel", body, headers);
    }

    /** Tries a paused or waiting action again now. */
    @POST
    @Path("/{id}/retry")
    public Uni<Response> retry(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.RETRY, id, "retry", body, headers);
    }

    /** Opens an action again that ended without a result: a new round. */
    @POST
    @Path("/{id}/redrive")
    public Uni<Response> redrive(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.REDRIVE, id, "redrive", body, headers);
    }

    private Uni<Response> order(
            Order.Kind kind, String id, String verb, byte @Nullable [] body, HttpHeaders headers) {
        String here = "/v1/actions/" + id + "/" + verb;
        return OrderAnswers.of(
                gateway, kind, OrderJson.ofAction(Bodies.of(body), Heads.of(headers), id), here);
    }
}
