package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking what attempts wait for. */
@Path("/v1/limits")
@Singleton
@RunOnVirtualThread
final class LimitsResource {

    private static final Set<String> PARAMETERS = Set.of("prefix", "limit", "here");

    private final LimitQueries queries;

    LimitsResource(LimitQueries queries) {
        this.queries = queries;
    }

    @GET
    public Response limits(
            @QueryParam("prefix") @Nullable String prefix,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("here") @Nullable String here,
            @Context UriInfo uri) {
        try {
            BadParameter.check(uri, PARAMETERS);
            Reach reach =
                    BadParameter.read(
                            "here",
                            "HERE_INVALID",
                            "here is a list of partitions",
                            () -> Reach.parse(here));
            LimitQueries.Asked asked =
                    BadParameter.read(
                            "limit",
                            "LIMIT_INVALID",
                            "limit is a number from 1 to 1000",
                            () ->
                                    new LimitQueries.Asked(
                                            prefix == null ? "" : prefix,
                                            limit == null
                                                    ? LimitQueries.Asked.USUAL
                                                    : Integer.parseInt(limit)));
            return respond(queries.busiest(asked, reach));
        } catch (BadParameter e) {
            return e.problem().response();
        }
    }

    private static Response respond(Answer answer) {
        return switch (answer) {
            case Answer.Found found ->
                    Response.ok(found.body(), MediaType.APPLICATION_JSON).build();
            case Answer.NotFound _ ->
                    new Problem(404, "LIMITS_UNKNOWN", "a ledger of another version").response();
            case Answer.Unavailable why ->
                    new Problem(Problem.UNAVAILABLE, "LIMITS_UNAVAILABLE", why.why()).response();
        };
    }
}
