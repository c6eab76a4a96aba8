package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.ledger.run.RunTold;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking how runs of workflows stand. */
@Path("/v1/runs")
@Singleton
@RunOnVirtualThread
final class RunsResource {

    private static final Set<String> PARAMETERS =
            Set.of("state", "step", "limit", "cursor", "here");
    private static final Problem ABSENT = new Problem(404, "RUN_NOT_FOUND", "no run has this id");

    private final RunQueries queries;

    RunsResource(RunQueries queries) {
        this.queries = queries;
    }

    /** Which steps. */
    public static final class Page {
        private static final int USUAL = 100;
        private static final int MOST = 1000;

        @QueryParam("state")
        public @Nullable String state;

        @QueryParam("step")
        public @Nullable String step;

        @QueryParam("limit")
        public @Nullable String limit;

        @QueryParam("cursor")
        public @Nullable String cursor;

        RunTold.Asked asked() {
            return new RunTold.Asked(
                    cursor == null
                            ? 0
                            : BadParameter.number("cursor", cursor, 0, Integer.MAX_VALUE),
                    limit == null ? USUAL : BadParameter.number("limit", limit, 1, MOST),
                    Optional.ofNullable(state).map(it -> it.toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(step));
        }
    }

    /**
     * A run with a page of its steps.
     *
     * @param page only steps in a {@code state}; the items of a {@code step} instead; {@code limit}
     *     steps, 1 to 1000, behind the {@code cursor} of the page before
     */
    @GET
    @Path("/{id}")
    public Response run(
            @PathParam("id") String id,
            @BeanParam Page page,
            @QueryParam("here") @Nullable String here,
            @Context UriInfo uri) {
        try {
            BadParameter.check(uri, PARAMETERS);
            Reach reach = BadParameter.reach(here);
            return AnswerResponse.of(queries.find(new ActionId(id), page.asked(), reach), ABSENT);
        } catch (BadParameter e) {
            return e.problem().response();
        } catch (InvalidRequest e) {
            return new Problem(400, e.code(), "a run's id is a lower-case UUIDv8").response();
        }
    }

    /** What this process alone knows of the steps of a run: for other ledgers. */
    @POST
    @Path("/part")
    @Consumes(RunRequests.TYPE)
    public Response part(
            byte @Nullable [] run,
            @BeanParam Page page,
            @QueryParam("here") @Nullable String here) {
        try {
            Reach.Here reach =
                    BadParameter.reach(here)
                            .here()
                            .orElseThrow(() -> new IllegalArgumentException("no partitions"));
            byte[] request = run == null ? new byte[0] : run;
            return AnswerResponse.of(queries.steps(request, page.asked(), reach), ABSENT);
        } catch (BadParameter e) {
            return e.problem().response();
        } catch (IllegalArgumentException e) {
            return new Problem(400, "QUESTION_INVALID", String.valueOf(e.getMessage())).response();
        }
    }
}
