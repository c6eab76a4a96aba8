package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;

/** Limits as a ledger tells them: for processes that have none. */
public final class RemoteLimits implements LimitQueries {

    private final RemoteView remote;

    public RemoteLimits(RemoteView remote) {
        this.remote = remote;
    }

    @Override
    public Answer busiest(Asked asked, Reach reach) {
        return remote.askAny(LedgerLimits.path(asked), reach);
    }
}
