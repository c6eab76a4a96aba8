package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.OrderHead;
import dev.actionbus.gateway.OrderJson;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.workflow.RunOrders;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Orders about one run. Each has a {@code reason} and is on record with who gave it and why. With
 * an {@code Idempotency-Key} header an order can be repeated.
 */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class RunOrdersResource {

    private final RunOrders orders;

    RunOrdersResource(RunOrders orders) {
        this.orders = orders;
    }

    /** Ends an open run and its steps. */
    @POST
    @Path("/{id}/cancel")
    public Uni<Response> cancel(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(
                id,
                "cancel",
                OrderJson.ofAction(Bodies.of(body), Heads.of(headers), id),
                (run, rest, head, here) -> orders.cancel(run, head, here));
    }

    /** A run that ended without a result goes on: completed steps are kept. */
    @POST
    @Path("/{id}/resume")
    public Uni<Response> resume(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(
                id,
                "resume",
                OrderJson.ofResume(Bodies.of(body), Heads.of(headers)),
                orders::resume);
    }

    /** Decides about a step that waits for approval. */
    @POST
    @Path("/{id}/approve")
    public Uni<Response> approve(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(
                id,
                "approve",
                OrderJson.ofApproval(Bodies.of(body), Heads.of(headers)),
                orders::tell);
    }

    /** Tells steps that wait for a signal. */
    @POST
    @Path("/{id}/signal")
    public Uni<Response> signal(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        return order(
                id, "signal", OrderJson.ofSignal(Bodies.of(body), Heads.of(headers)), orders::tell);
    }

    /** Gives an order that was read. */
    private interface Give<T> {
        CompletableFuture<Answer> give(ActionId run, T rest, OrderHead head, String here);
    }

    private static <T> Uni<Response> order(
            String id, String verb, OrderJson.Parsed<T> parsed, Give<T> give) {
        String here = "/v1/runs/" + Problem.shown(id) + "/" + verb;
        try {
            ActionId run = new ActionId(id);
            return switch (parsed) {
                case OrderJson.Parsed.Good<T> good ->
                        OrderAnswers.of(give.give(run, good.rest(), good.head(), here));
                case OrderJson.Parsed.Bad<T> bad -> OrderAnswers.of(bad.problem().answer(here));
            };
        } catch (InvalidRequest e) {
            return OrderAnswers.of(
                    Problem.of(400, e.code(), "a run's id is a lower-case UUIDv8").answer(here));
        }
    }
}
