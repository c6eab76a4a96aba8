package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.lineage.ActionFacts;
import dev.actionbus.audit.lineage.LineageJson;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageTrace;
import dev.actionbus.audit.lineage.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lineage from a process that holds a part of the view; the others are asked for theirs. */
public final class LedgerLineage implements LineageQueries {

    private final Projector projector;
    private final LedgerView view;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param view of the same process
     */
    public LedgerLineage(Projector projector, LedgerView view) {
        this.projector = projector;
        this.view = view;
    }

    @Override
    public Answer trace(LineageQuery query) {
        try {
            return LineageTrace.of(this::ask, query)
                    .<Answer>map(found -> new Answer.Found(LineageJson.of(found)))
                    .orElseGet(Answer.NotFound::new);
        } catch (Unknown e) {
            return e.why;
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable("partitions are moving");
        }
    }

    @Override
    public Answer part(Question question) {
        try {
            return new Answer.Found(LineageJson.of(projector.view().lineage(question)));
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable("partitions are moving");
        }
    }

    private List<ActionFacts> ask(Question question) {
        List<ActionFacts> all = new ArrayList<>(projector.view().lineage(question));
        if (!view.peers().everyPartitionHasAHome()) {
            throw new Unknown(new Answer.Unavailable("partitions are moving"));
        }
        String body = LineageJson.of(question);
        for (String other : view.peers().others()) {
            switch (remote.postPart(other, "/v1/lineage/part", body)) {
                case Answer.Found found -> all.addAll(LineageJson.readFacts(found.body()));
                case Answer.Unavailable why -> throw new Unknown(why);
                case Answer.NotFound _ ->
                        throw new Unknown(
                                new Answer.Unavailable("a ledger does not tell its part"));
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(ActionFacts::actionId))
                .limit(question.limit())
                .toList();
    }

    /** Ends a walk: a part of the view can not be asked. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Answer.Unavailable why;

        Unknown(Answer.Unavailable why) {
            super(why.why());
            this.why = why;
        }
    }
}
