package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Order;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Orders about actions that are there. Each takes {@code {"reason": "..."}} and is on record with
 * who gave it and why. With an {@code Idempotency-Key} header an order can be repeated.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class OrdersResource {

    private static final byte[] NOTHING = {};

    private final ActionGateway gateway;

    OrdersResource(ActionGateway gateway) {
        this.gateway = gateway;
    }

    /** Ends an open action now. */
    @POST
    @Path("/actions/{id}/cancel")
    public Uni<Response> cancel(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.CANCEL, id, "cancel", body, headers);
    }

    /** Tries a paused or waiting action again now. */
    @POST
    @Path("/actions/{id}/retry")
    public Uni<Response> retry(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.RETRY, id, "retry", body, headers);
    }

    /** Opens an action again that ended without a result: a new round. */
    @POST
    @Path("/actions/{id}/redrive")
    public Uni<Response> redrive(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(Order.Kind.REDRIVE, id, "redrive", body, headers);
    }

    /**
     * Retries paused actions and redrives ended ones, oldest first, a page at a time. The body has
     * the filter of the list beside the reason.
     */
    @POST
    @Path("/dead-letters:redrive")
    public Uni<Response> redriveMany(byte @Nullable [] body, @Context HttpHeaders headers) {
        return switch (OrderJson.ofMany(bytes(body), Heads.of(headers))) {
            case OrderJson.Parsed.Good<Map<String, List<String>>> good ->
                    answer(gateway.redrive(good.rest(), good.head()));
            case OrderJson.Parsed.Bad<?> bad ->
                    answer(bad.problem().answer("/v1/dead-letters:redrive"));
        };
    }

    /** Frees the key of an ended action, whose name the body has beside the reason. */
    @POST
    @Path("/idempotency-keys/{key: .+}:release")
    public Uni<Response> release(
            @PathParam("key") String key, byte @Nullable [] body, @Context HttpHeaders headers) {
        String here = "/v1/idempotency-keys/" + key + ":release";
        return order(
                Order.Kind.RELEASE_KEY,
                OrderJson.ofKey(bytes(body), Heads.of(headers), key),
                here);
    }

    private Uni<Response> order(
            Order.Kind kind,
            String id,
            String verb,
            byte @Nullable [] body,
            HttpHeaders headers) {
        String here = "/v1/actions/" + id + "/" + verb;
        return order(kind, OrderJson.ofAction(bytes(body), Heads.of(headers), id), here);
    }

    private Uni<Response> order(
            Order.Kind kind, OrderJson.Parsed<ActionId> parsed, String here) {
        return switch (parsed) {
            case OrderJson.Parsed.Good<ActionId> good ->
                    answer(gateway.order(kind, good.rest(), good.head(), here));
            case OrderJson.Parsed.Bad<ActionId> bad -> answer(bad.problem().answer(here));
        };
    }

    private static Uni<Response> answer(CompletableFuture<Answer> answer) {
        return Uni.createFrom().completionStage(answer).map(AnswerResponse::of);
    }

    private static Uni<Response> answer(Answer answer) {
        return Uni.createFrom().item(AnswerResponse.of(answer));
    }

    private static byte[] bytes(byte @Nullable [] body) {
        return body == null ? NOTHING : body;
    }
}
