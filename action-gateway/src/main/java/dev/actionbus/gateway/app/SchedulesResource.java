package dev.actionbus.gateway.app;

import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.schedule.Schedules;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Actions that are asked for again and again. */
@Path("/v1/schedules")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class SchedulesResource {

    private final Schedules schedules;

    SchedulesResource(Schedules schedules) {
        this.schedules = schedules;
    }

    @GET
    public Response list() {
        return AnswerResponse.of(schedules.list());
    }

    @GET
    @Path("/{name}")
    public Response show(@PathParam("name") String name) {
        return AnswerResponse.of(schedules.show(name));
    }

    /** Makes a schedule, or gives it a new version. */
    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response define(@PathParam("name") String name, byte @Nullable [] body) {
        Answer answer =
                body == null || body.length == 0
                        ? Problem.of(400, "BODY_MISSING", "send a JSON object")
                                .answer("/v1/schedules/" + name)
                        : schedules.define(name, new String(body, StandardCharsets.UTF_8));
        return AnswerResponse.of(answer);
    }

    @DELETE
    @Path("/{name}")
    public Response remove(@PathParam("name") String name) {
        return AnswerResponse.of(schedules.remove(name));
    }

    /**
     * Asks for the firings of a period that has passed.
     *
     * @param from ISO 8601, inclusive
     * @param to ISO 8601, inclusive
     */
    @POST
    @Path("/{name}/backfill")
    public Response backfill(
            @PathParam("name") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        try {
            return AnswerResponse.of(
                    schedules.backfill(
                            name,
                            Instant.parse(from == null ? "" : from),
                            Instant.parse(to == null ? "" : to)));
        } catch (DateTimeParseException e) {
            return AnswerResponse.of(
                    Problem.of(400, "PERIOD_INVALID", "from and to are times, ISO 8601 in UTC")
                            .answer("/v1/schedules/" + name + "/backfill"));
        }
    }
}
