package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;

/** Asks the audit view, wherever its parts are. May block: call on a virtual thread. */
public interface ActionQueries {

    Answer find(ActionId id, Reach reach);

    /** From wherever it is known. */
    default Answer find(ActionId id) {
        return find(id, Reach.EVERYWHERE);
    }

    /** A page of actions, in the order of the query. */
    Answer list(ActionQuery query, Reach reach);

    /** What came of a question. */
    sealed interface Answer {
        /**
         * @param body JSON; says it if it is stale
         */
        record Found(String body, Freshness freshness) implements Answer {

            Found(String body) {
                this(body, Freshness.FRESH);
            }

            /** Says it in the body as well, unless it is said there already. */
            Found as(Freshness known) {
                return freshness instanceof Freshness.Fresh
                        ? new Found(known.mark(body), known)
                        : this;
            }
        }

        /** Nobody ever accepted such an action. */
        record NotFound() implements Answer {}

        /** The part of the view that knows can not be asked now; try again in a second. */
        record Unavailable(String why) implements Answer {}
    }
}
