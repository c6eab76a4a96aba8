package dev.actionbus.audit.app;

import dev.actionbus.audit.ActionQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** Actions that need somebody, as a list of actions. */
@Path("/v1/dead-letters")
@Singleton
@RunOnVirtualThread
final class DeadLettersResource {

    private static final Set<String> LIST = FilterParameters.without("here");

    private final ActionQueries queries;

    DeadLettersResource(ActionQueries queries) {
        this.queries = queries;
    }

    /** Paused, failed and unknown ones, newest first; cancelled ones if the status says so. */
    @GET
    public Response deadLetters(@BeanParam FilterParameters asked, @Context UriInfo uri) {
        ActionQuery query;
        try {
            BadParameter.check(uri, LIST);
            query = DeadLetters.query(asked);
        } catch (BadParameter e) {
            return e.problem().response();
        }
        return AnswerResponse.of(queries.list(query, Reach.EVERYWHERE), ViewResource.ABSENT);
    }
}
