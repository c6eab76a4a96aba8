package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.lineage.DataSetId;
import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageDot;
import dev.actionbus.audit.lineage.LineageJson;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import dev.actionbus.audit.lineage.OpenLineageEvents;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asking what led to an action or a data set, and what came of it. */
@Path("/v1/lineage")
@Singleton
@RunOnVirtualThread
final class LineageResource {

    private final LineageQueries queries;

    LineageResource(LineageQueries queries) {
        this.queries = queries;
    }

    /** How far, and in which form. */
    public static final class How {
        @QueryParam("direction")
        public @Nullable String direction;

        @QueryParam("depth")
        public @Nullable String depth;

        @QueryParam("limit")
        public @Nullable String limit;

        @QueryParam("format")
        public @Nullable String format;
    }

    private enum Format {
        JSON,
        DOT,
        OPENLINEAGE
    }

    @GET
    @Path("/{id}")
    public Response ofAction(@PathParam("id") String id, @BeanParam How how) {
        Start start;
        try {
            start = new Start.OfAction(new ActionId(id));
        } catch (IllegalArgumentException e) {
            return new Problem(400, "ACTION_ID_INVALID", "an action id is a lower-case UUIDv8")
                    .response();
        }
        return answer(start, how, "ACTION_NOT_FOUND", "nobody asked for this action");
    }

    @GET
    public Response ofData(@QueryParam("dataset") @Nullable String dataset, @BeanParam How how) {
        Start start;
        try {
            start = new Start.OfData(DataSetId.parse(dataset == null ? "" : dataset));
        } catch (IllegalArgumentException e) {
            return new Problem(400, "DATASET_INVALID", "dataset is NAMESPACE:NAME[@VERSION]")
                    .response();
        }
        return answer(start, how, "DATASET_NOT_FOUND", "no action reads or makes this data set");
    }

    /** What this process alone knows: for other ledgers. */
    @POST
    @Path("/part")
    public Response part(String question, @QueryParam("here") @Nullable String here) {
        try {
            Reach.Here reach =
                    Reach.parse(here)
                            .here()
                            .orElseThrow(() -> new IllegalArgumentException("no partitions"));
            return respond(
                    queries.part(LineageJson.readQuestion(question), reach),
                    Format.JSON,
                    "NOT_FOUND",
                    "");
        } catch (IllegalArgumentException e) {
            return new Problem(400, "QUESTION_INVALID", String.valueOf(e.getMessage())).response();
        }
    }

    private Response answer(Start start, How how, String absent, String detail) {
        LineageQuery query;
        Format format;
        String code = "DIRECTION_INVALID";
        try {
            Direction direction = Direction.valueOf(upper(how.direction, "UP"));
            code = "FORMAT_INVALID";
            format = Format.valueOf(upper(how.format, "JSON"));
            code = "DEPTH_OR_LIMIT_INVALID";
            query =
                    new LineageQuery(
                            start,
                            new Scope(
                                    direction,
                                    number(how.depth, Scope.DEFAULT.depth()),
                                    number(how.limit, Scope.DEFAULT.limit())));
        } catch (IllegalArgumentException e) {
            return new Problem(400, code, "the query is not valid; see the API description")
                    .response();
        }
        return respond(queries.trace(query), format, absent, detail);
    }

    private static String upper(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given.toUpperCase(Locale.ROOT);
    }

    private static int number(@Nullable String given, int otherwise) {
        return given == null ? otherwise : Integer.parseInt(given);
    }

    private static Response respond(Answer answer, Format format, String absent, String detail) {
        return switch (answer) {
            case Answer.Found(String json, Freshness freshness) ->
                    switch (format) {
                        case JSON -> found(json, MediaType.APPLICATION_JSON, freshness);
                        case DOT ->
                                found(LineageDot.of(read(json)), "text/vnd.graphviz", freshness);
                        case OPENLINEAGE ->
                                found(
                                        String.join("\n", OpenLineageEvents.of(read(json))) + "\n",
                                        "application/x-ndjson",
                                        freshness);
                    };
            case Answer.NotFound _ -> new Problem(404, absent, detail).response();
            case Answer.Unavailable why ->
                    new Problem(Problem.UNAVAILABLE, "VIEW_UNAVAILABLE", why.why()).response();
        };
    }

    private static Response found(String body, String type, Freshness freshness) {
        Response.ResponseBuilder response = Response.ok(body, type);
        freshness.header().ifPresent(it -> response.header(Freshness.HEADER, it));
        return response.build();
    }

    private static Lineage read(String json) {
        return LineageJson.read(json);
    }
}
