package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.ledger.run.RunTold;

/** Asks how a run of a workflow stands. May block: call on a virtual thread. */
public interface RunQueries {

    /** Found: JSON. */
    Answer find(ActionId run, RunTold.Asked asked, Reach reach);
}
