package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.ledger.run.RunTold;

/** Runs as a ledger tells them: for processes that have none. */
public final class RemoteRuns implements RunQueries {

    private final RemoteView remote;

    public RemoteRuns(RemoteView remote) {
        this.remote = remote;
    }

    @Override
    public Answer find(ActionId run, RunTold.Asked asked, Reach reach) {
        return remote.askAny(LedgerRuns.path(run, asked), reach);
    }

    @Override
    public Answer steps(byte[] request, RunTold.Asked asked, Reach.Here reach) {
        return new Answer.Unavailable("this process carries out no runs");
    }
}
