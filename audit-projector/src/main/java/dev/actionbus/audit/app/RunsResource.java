package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.ledger.run.RunTold;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
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
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final RunQueries queries;

    RunsResource(RunQueries queries) {
        this.queries = queries;
    }

    /**
     * A run with a page of its steps.
     *
     * @param state only steps that stand so
     * @param step the items of this step instead
     * @param limit steps in the page, 1 to 1000
     * @param cursor of the page before
     */
    @GET
    @Path("/{id}")
    public Response run(
            @PathParam("id") String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("step") @Nullable String step,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
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
            RunTold.Asked asked =
                    new RunTold.Asked(
                            number("cursor", "CURSOR_INVALID", cursor, 0, Integer.MAX_VALUE, 0),
                            number("limit", "LIMIT_INVALID", limit, 1, MOST, USUAL),
                            Optional.ofNullable(state).map(it -> it.toUpperCase(Locale.ROOT)),
                            Optional.ofNullable(step));
            return respond(queries.find(new ActionId(id), asked, reach));
        } catch (BadParameter e) {
            return e.problem().response();
        } catch (InvalidRequest e) {
            return new Problem(400, e.code(), "a run's id is a lower-case UUIDv8").response();
        }
    }

    private static int number(
            String name, String code, @Nullable String text, int least, int most, int usual) {
        return BadParameter.read(
                name,
                code,
                name + " is a number from " + least + " to " + most,
                () -> {
                    int number = text == null ? usual : Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(name);
                    }
                    return number;
                });
    }

    private static Response respond(Answer answer) {
        return switch (answer) {
            case Answer.Found found ->
                    Response.ok(found.body(), MediaType.APPLICATION_JSON).build();
            case Answer.NotFound _ ->
                    new Problem(404, "RUN_NOT_FOUND", "no run has this id").response();
            case Answer.Unavailable why ->
                    new Problem(Problem.UNAVAILABLE, "VIEW_UNAVAILABLE", why.why()).response();
        };
    }
}
