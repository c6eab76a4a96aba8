package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.AsOf;
import dev.actionbus.audit.EventQuery;
import dev.actionbus.audit.EventType;
import dev.actionbus.audit.app.LogQueries.Reply;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The verifiable logs: checkpoints, tiles, the events of an action and their proof. */
@Path("/v1/audit")
@Singleton
@RunOnVirtualThread
final class LogResource {

    private static final int LEVELS = 8;
    private static final Set<String> EVENTS = FilterParameters.without("order", "type", "asOf");

    private final LogQueries queries;

    LogResource(LogQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/logs")
    public Response logs(@QueryParam("here") @Nullable String here) {
        return ask(LogQuestion.Logs::new, here);
    }

    @GET
    @Path("/digest")
    public Response digest(@QueryParam("here") @Nullable String here) {
        return ask(LogQuestion.Digests::new, here);
    }

    @GET
    @Path("/logs/{log}/checkpoint")
    public Response checkpoint(
            @PathParam("log") String log, @QueryParam("here") @Nullable String here) {
        return ask(() -> new LogQuestion.LastCheckpoint(number(log)), here);
    }

    @GET
    @Path("/logs/{log}/tile/entries/{tile: .+}")
    public Response entries(
            @PathParam("log") String log,
            @PathParam("tile") String tile,
            @QueryParam("here") @Nullable String here) {
        return ask(() -> new LogQuestion.Entries(number(log), TileName.parse(tile)), here);
    }

    @GET
    @Path("/logs/{log}/tile/{level: [0-9]+}/{tile: .+}")
    public Response tile(
            @PathParam("log") String log,
            @PathParam("level") String level,
            @PathParam("tile") String tile,
            @QueryParam("here") @Nullable String here) {
        return ask(
                () -> new LogQuestion.Tile(number(log), level(level), TileName.parse(tile)), here);
    }

    @GET
    @Path("/actions/{id}")
    public Response events(
            @PathParam("id") String id,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("here") @Nullable String here) {
        Optional<AsOf> end;
        try {
            end = FilterParameters.asOf(asOf);
        } catch (BadParameter e) {
            return e.problem().response();
        }
        return askOf(id, action -> new LogQuestion.Events(action, end), here);
    }

    /** A page of an action's events with all they say, behind an offset of its partition. */
    @GET
    @Path("/actions/{id}/events")
    public Response behind(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("-1") String after,
            @QueryParam("here") @Nullable String here) {
        if (!after.matches("-1|\\d{1,18}")) {
            return new Problem(400, "AFTER_INVALID", "after is an offset").response();
        }
        return askOf(id, action -> new LogQuestion.Behind(action, Long.parseLong(after)), here);
    }

    @GET
    @Path("/events")
    public Response events(
            @BeanParam FilterParameters asked,
            @QueryParam("type") @Nullable List<String> types,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("here") @Nullable String here,
            @Context UriInfo uri) {
        EventQuery query;
        try {
            BadParameter.check(uri, EVENTS);
            query = events(asked, types == null ? List.of() : types, asOf);
        } catch (BadParameter e) {
            return e.problem().response();
        }
        return ask(() -> new LogQuestion.Search(query), here);
    }

    private static EventQuery events(
            FilterParameters asked, List<String> types, @Nullable String asOf) {
        Set<String> wanted =
                BadParameter.read(
                        "type",
                        "TYPE_INVALID",
                        "a type of event is as in ActionCompleted",
                        () -> types.stream().map(EventType::of).collect(Collectors.toSet()));
        EventQuery first =
                new EventQuery(
                        asked.filter(),
                        wanted,
                        asked.period(),
                        FilterParameters.asOf(asOf),
                        Optional.empty(),
                        asked.limit());
        return asked.page(first, first::after);
    }

    @GET
    @Path("/actions/{id}/proof")
    public Response proof(@PathParam("id") String id, @QueryParam("here") @Nullable String here) {
        return askOf(id, LogQuestion.Proof::new, here);
    }

    private Response askOf(
            String id, Function<ActionId, LogQuestion> question, @Nullable String here) {
        ActionId action;
        try {
            action = new ActionId(id);
        } catch (IllegalArgumentException e) {
            return new Problem(400, "ACTION_ID_INVALID", "an action id is a lower-case UUIDv8")
                    .response();
        }
        return ask(() -> question.apply(action), here);
    }

    private Response ask(Supplier<LogQuestion> question, @Nullable String here) {
        LogQuestion asked;
        Reach reach;
        try {
            asked = question.get();
            reach = Reach.parse(here);
        } catch (IllegalArgumentException e) {
            return new Problem(400, "PATH_INVALID", String.valueOf(e.getMessage())).response();
        }
        return respond(queries.ask(asked, reach));
    }

    private static Response respond(Reply reply) {
        Response.ResponseBuilder response =
                Response.status(reply.status()).type(reply.type()).entity(reply.body());
        reply.freshness().header().ifPresent(it -> response.header(Freshness.HEADER, it));
        return reply.status() == Problem.UNAVAILABLE
                ? response.header("Retry-After", 1).build()
                : response.build();
    }

    private static int level(String text) {
        int level = number(text);
        if (level >= LEVELS) {
            throw new IllegalArgumentException("a tree has levels 0 to 7");
        }
        return level;
    }

    private static int number(String text) {
        if (!text.matches("0|[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        return Integer.parseInt(text);
    }
}
