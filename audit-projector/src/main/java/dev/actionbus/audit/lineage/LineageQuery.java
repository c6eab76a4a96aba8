package dev.actionbus.audit.lineage;

import dev.actionbus.action.ActionId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where to begin and how far to go.
 *
 * @param start the first node
 * @param scope how far
 */
public record LineageQuery(Start start, Scope scope) {

    /** Steps that are as good as no bound. */
    public static final int FAR = 10_000;

    /** The most nodes of an answer. */
    public static final int MOST = 10_000;

    /** As path and query of a URL. */
    public String asPath() {
        String first =
                switch (start) {
                    case Start.OfAction(ActionId id) -> "/" + id + "?";
                    case Start.OfData(DataSetId id) ->
                            "?dataset="
                                    + URLEncoder.encode(id.toString(), StandardCharsets.UTF_8)
                                    + "&";
                };
        return "/v1/lineage"
                + first
                + "direction="
                + scope.direction().name().toLowerCase(Locale.ROOT)
                + "&depth="
                + scope.depth()
                + "&limit="
                + scope.limit();
    }

    /** The first node. */
    public sealed interface Start {

        /** An action. */
        record OfAction(ActionId id) implements Start {}

        /**
         * A data set.
         *
         * @param id without a version: every version there is
         */
        record OfData(DataSetId id) implements Start {}
    }

    /** Which way: to the causes, to the effects, or to all that hangs together. */
    public enum Direction {
        UP,
        DOWN,
        /** Also through stories. */
        BOTH;

        boolean goesUp() {
            return this != DOWN;
        }

        boolean goesDown() {
            return this != UP;
        }
    }

    /**
     * How far.
     *
     * @param depth at most so many edges away from the start, 0 to {@link #FAR}
     * @param limit at most so many nodes, 1 to {@link #MOST}
     */
    public record Scope(Direction direction, int depth, int limit) {

        /** All there is upstream, up to 1000 nodes. */
        public static final Scope DEFAULT = new Scope(Direction.UP, FAR, 1000);

        public Scope {
            if (depth < 0 || depth > FAR) {
                throw new IllegalArgumentException("depth is 0 to " + FAR);
            }
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("limit is 1 to " + MOST);
            }
        }
    }
}
