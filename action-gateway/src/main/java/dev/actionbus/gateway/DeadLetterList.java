package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks the audit view for actions that need somebody. Does not block. */
@FunctionalInterface
public interface DeadLetterList {

    /**
     * A page, in the order of admission.
     *
     * @param filter parameters as {@code GET /v1/dead-letters} has them
     */
    CompletionStage<Page> page(Map<String, List<String>> filter);

    /** What the view says. */
    sealed interface Page {

        /**
         * These match.
         *
         * @param dead oldest first
         * @param cursor where the next page begins; empty: this is the last
         */
        record Found(List<Dead> dead, Optional<String> cursor) implements Page {
            public Found {
                dead = List.copyOf(dead);
            }
        }

        /** The filter can not be meant. */
        record Bad(Problem problem) implements Page {}
    }

    /**
     * An action that needs somebody.
     *
     * @param actionId which
     * @param status as in {@code FAILED}
     */
    record Dead(ActionId actionId, String status) {}
}
