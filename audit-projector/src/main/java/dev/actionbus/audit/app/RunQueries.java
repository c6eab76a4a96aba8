package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.ledger.run.RunTold;

/** Asks how a run of a workflow stands. May block: call on a virtual thread. */
public interface RunQueries {

    /** Found: JSON. */
    Answer find(ActionId run, RunTold.Asked asked, Reach reach);

    /**
     * How the steps of a run stand by the rows of this process: for others. Found: JSON.
     *
     * @param request what was asked for, as a record with its schema, compressed
     * @throws IllegalArgumentException it is not the request of a run
     */
    Answer steps(byte[] request, RunTold.Asked asked, Reach.Here reach);
}
