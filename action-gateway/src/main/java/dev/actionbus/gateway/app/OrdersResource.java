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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders about actions that are named by what they have in common, or by their key. Each takes
 * {@code {"reason": "..."}} and is on record with who gave it and why. With an {@code
 * Idempotency-Key} header an order can be repeated.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class OrdersResource {

    private final ActionGateway gateway;

    OrdersResource(ActionGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Retries paused actions and redrives ended ones, oldest first, a page at a time. The body has
     * the filter of the list beside the reason.
     */
    @POST
    @Path("/dead-letters:redrive")
    public Uni<Response> redriveMany(byte @Nullable [] body, @Context HttpHeaders headers) {
        return switch (OrderJson.ofMany(Bodies.of(body), Heads.of(headers))) {
            case OrderJson.Parsed.Good<Map<String, List<String>>> good ->
                    OrderAnswers.of(gateway.redrive(good.rest(), good.head()));
            case OrderJson.Parsed.Bad<?> bad ->
                    OrderAnswers.of(bad.problem().answer("/v1/dead-letters:redrive"));
        };
    }

    /** Frees the key of an ended action, whose name the body has beside the reason. */
    @POST
    @Path("/idempotency-keys/{key: .+}:release")
    public Uni<Response> release(
            @PathParam("key") String key, byte @Nullable [] body, @Context HttpHeaders headers) {
        String here = "/v1/idempotency-keys/" + key + ":release";
        return OrderAnswers.of(
                gateway,
                Order.Kind.RELEASE_KEY,
                OrderJson.ofKey(Bodies.of(body), Heads.of(headers), key),
                here);
    }
}
