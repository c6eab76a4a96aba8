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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking what became of actions. */
@Path("/v1/actions")
@Singleton
@RunOnVirtualThread
final class ViewResource {

    static final Problem ABSENT =
            new Problem(404, "ACTION_NOT_FOUND", "nobody asked for this action");

    private static final Set<String> LIST = FilterParameters.and();

    private final ActionQueries queries;

    ViewResource(ActionQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    public Response action(@PathParam("id") String id, @QueryParam("here") @Nullable String here) {
        try {
            return AnswerResponse.of(queries.find(new ActionId(id), Reach.parse(here)), ABSENT);
        } catch (IllegalArgumentException e) {
            return new Problem(400, "ACTION_ID_INVALID", "an action id is a lower-case UUIDv8")
                    .response();
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
            reach = BadParameter.reach(here);
            BadParameter.check(uri, LIST);
            query = asked.actions();
        } catch (BadParameter e) {
            return e.problem().response();
        }
        return AnswerResponse.of(queries.list(query, reach), ABSENT);
    }
}
