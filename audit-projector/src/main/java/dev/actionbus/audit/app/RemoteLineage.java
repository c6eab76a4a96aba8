package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.Question;

/** Lineage as a ledger tells it: for processes that hold no part of the view. */
public final class RemoteLineage implements LineageQueries {

    private final RemoteView remote;

    public RemoteLineage(RemoteView remote) {
        this.remote = remote;
    }

    @Override
    public Answer trace(LineageQuery query) {
        return remote.askAny(query.asPath(), Reach.EVERYWHERE);
    }

    @Override
    public Answer part(Question question, Reach.Here reach) {
        return new Answer.Unavailable("this process holds no part of the view");
    }
}
