package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking what became of actions. */
@Path("/v1/actions")
@Singleton
@RunOnVirtualThread
final class ViewResource {

    private static final Set<String> LIST = FilterParameters.and();

    private final ActionQueries queries;

    ViewResource(ActionQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    public Response action(@PathParam("id") String id, @QueryParam("here") @Nullable String here) {
        try {
            return respond(queries.find(new ActionId(id), Reach.parse(here)));
        } catch (IllegalArgumentException e) {
            return problem(400, "ACTION_ID_INVALID", "an action id is a lower-case UUIDv8");
        }
    }

    @GET
    public Response actions(
            @BeanParam FilterParameters asked,
            @QueryParam("here") @Nullable String here,
            @Context UriInfo uri) {
        ActionQuery query;
        Reach reach;
        try {
            reach =
                    BadParameter.read(
                            "here",
                            "HERE_INVALID",
                            "here is a list of partitions",
                            () -> Reach.parse(here));
            BadParameter.check(uri, LIST);
            query = asked.actions();
        } catch (BadParameter e) {
            return e.problem().response();
        }
        return respond(queries.list(query, reach));
    }

    static Response respond(ActionQueries.Answer answer) {
        return switch (answer) {
            case ActionQueries.Answer.Found found -> {
                Response.ResponseBuilder response =
                        Response.ok(found.body(), MediaType.APPLICATION_JSON);
                found.freshness().header().ifPresent(it -> response.header(Freshness.HEADER, it));
                yield response.build();
            }
            case ActionQueries.Answer.NotFound _ ->
                    problem(404, "ACTION_NOT_FOUND", "nobody asked for this action");
            case ActionQueries.Answer.Unavailable why ->
                    problem(Problem.UNAVAILABLE, "VIEW_UNAVAILABLE", why.why());
        };
    }

    private static Response problem(int status, String code, String detail) {
        return new Problem(status, code, detail).response();
    }
}
