package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** How often a step does its work. */
public sealed interface Each {

    /** Names that expressions of the work may read besides the usual ones. */
    Set<String> names();

    /** One time. */
    record Once() implements Each {
        @Override
        public Set<String> names() {
            return Set.of();
        }
    }

    /**
     * For each item of a list, many at once. The step's {@code results} (and {@code result}) is the
     * list of results in the order of the items.
     *
     * @param over a list, or a template whose value is one
     * @param as the name under which expressions read the item; {@code index} is its position
     * @param parallel how many at once, 1 to {@value #MOST_PARALLEL}
     */
    record Map(JsonNode over, String as, int parallel) implements Each {
        public static final int DEFAULT_PARALLEL = 100;
        public static final int MOST_PARALLEL = 10_000;

        /** Items that a list may have. */
        public static final int MOST_ITEMS = 10_000;

        @Override
        public Set<String> names() {
            return Set.of("index", as);
        }
    }

    /**
     * One time after the other, while the condition holds before a round. Expressions read {@code
     * index} and {@code last}, the result of the round before, null at first. The step's {@code
     * result} is the last round's (null where there was none), {@code results} has all.
     *
     * @param condition a text that is wholly one {@code ${...}}
     * @param max rounds at most, 1 to {@value #MOST_ROUNDS}; then the step is done
     */
    record Loop(String condition, int max) implements Each {
        public static final int MOST_ROUNDS = 10_000;

        @Override
        public Set<String> names() {
            return Set.of("index", "last");
        }
    }
}
