package dev.actionbus.audit.app;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
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

    private static final Problem OTHER_VERSION =
            new Problem(404, "LIMITS_UNKNOWN", "a ledger of another version");

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
            Reach reach = BadParameter.reach(here);
            LimitQueries.Asked asked =
                    new LimitQueries.Asked(
                            prefix == null ? "" : prefix,
                            limit == null
                                    ? LimitQueries.Asked.USUAL
                                    : BadParameter.number(
                                            "limit", limit, 1, LimitQueries.Asked.MOST));
            return AnswerResponse.of(
                    queries.busiest(asked, reach), OTHER_VERSION, "LIMITS_UNAVAILABLE");
        } catch (BadParameter e) {
            return e.problem().response();
        }
    }
}
