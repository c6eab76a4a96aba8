package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.audit.Cursor;
import dev.actionbus.event.ActionStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asking what became of actions. */
@Path("/v1/actions")
@Singleton
@RunOnVirtualThread
final class ViewResource {

    private static final int DEFAULT_LIMIT = 50;

    private final ActionQueries queries;

    ViewResource(ActionQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    public Response action(
            @PathParam("id") String id, @QueryParam("here") @Nullable String hereOnly) {
        try {
            return respond(queries.find(new ActionId(id), hereOnly != null));
        } catch (IllegalArgumentException e) {
            return problem(400, "ACTION_ID_INVALID", "an action id is a lower-case UUIDv8");
        }
    }

    @GET
    public Response actions(
            @QueryParam("name") @Nullable String name,
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("here") @Nullable String hereOnly) {
        ActionQuery query;
        String code = "LIMIT_INVALID";
        try {
            int size = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
            code = "STATUS_INVALID";
            Optional<ActionStatus> only =
                    Optional.ofNullable(status)
                            .map(s -> ActionStatus.valueOf(s.toUpperCase(Locale.ROOT)));
            code = "CURSOR_INVALID";
            Optional<Cursor> from = Optional.ofNullable(cursor).map(Cursor::new);
            code = size < 1 || size > 1000 ? "LIMIT_INVALID" : "NAME_INVALID";
            query = new ActionQuery(Optional.ofNullable(name), only, from, size);
        } catch (IllegalArgumentException e) {
            return problem(400, code, "the query is not valid; see the API description");
        }
        return respond(queries.list(query, hereOnly != null));
    }

    private static Response respond(ActionQueries.Answer answer) {
        return switch (answer) {
            case ActionQueries.Answer.Found found ->
                    Response.ok(found.body(), MediaType.APPLICATION_JSON).build();
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
