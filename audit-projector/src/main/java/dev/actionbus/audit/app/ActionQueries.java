package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;

/** Asks the audit view, wherever its parts are. May block: call on a virtual thread. */
public interface ActionQueries {

    /**
     * @param hereOnly do not ask other processes
     */
    Answer find(ActionId id, boolean hereOnly);

    /** A page of actions, newest first; {@code hereOnly} as above. */
    Answer list(ActionQuery query, boolean hereOnly);

    /** What came of a question. */
    sealed interface Answer {
        /**
         * @param body JSON
         */
        record Found(String body) implements Answer {}

        /** Nobody ever accepted such an action. */
        record NotFound() implements Answer {}

        /** The part of the view that knows can not be asked now; try again in a second. */
        record Unavailable(String why) implements Answer {}
    }
}
