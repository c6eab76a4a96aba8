package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.audit.lineage.ActionFacts;
import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageJson;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import dev.actionbus.audit.lineage.LineageSource;
import dev.actionbus.audit.lineage.LineageTrace;
import dev.actionbus.audit.lineage.Question;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lineage from a process that holds a part of the view; the others are asked for theirs. */
public final class LedgerLineage implements LineageQueries {

    private final LedgerView view;
    private final int homes;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param view of the same process
     * @param homes number of home partitions
     */
    public LedgerLineage(LedgerView view, int homes) {
        this.view = view;
        this.homes = homes;
    }

    @Override
    public Answer trace(LineageQuery query) {
        Walk walk = new Walk();
        try {
            Optional<Lineage> found = LineageTrace.of(walk, query);
            return found.isPresent()
                    ? new Answer.Found(
                            walk.freshness.mark(LineageJson.of(found.get())), walk.freshness)
                    : absent(query.start(), walk.freshness);
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Answer part(Question question, Reach.Here reach) {
        try {
            Part<List<ActionFacts>> mine = view.parts().here(reach, new AskFacts(question));
            return new Answer.Found(LineageJson.of(mine.told()), mine.freshness());
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** What is not there may only be not there yet. */
    private Answer absent(Start start, Freshness freshness) {
        return switch (start) {
            case Start.OfAction it ->
                    switch (view.find(it.id())) {
                        case Answer.Found _ -> new Answer.Unavailable("the view is catching up");
                        case Answer.NotFound absent -> absent;
                        case Answer.Unavailable why -> why;
                    };
            case Start.OfData _ ->
                    freshness instanceof Freshness.Stale
                            ? new Answer.Unavailable("the view is catching up")
                            : new Answer.NotFound();
        };
    }

    /** Asks step by step, and remembers how old the oldest answer was. */
    private final class Walk implements LineageSource {

        private Freshness freshness = Freshness.FRESH;

        @Override
        public List<ActionFacts> ask(Question question) {
            List<Part<List<ActionFacts>>> parts =
                    view.parts().askAll(homes, new AskFacts(question));
            for (Part<List<ActionFacts>> part : parts) {
                freshness = freshness.and(part.freshness());
            }
            return parts.stream()
                    .flatMap(part -> part.told().stream())
                    .sorted(Comparator.comparing(ActionFacts::actionId))
                    .limit(question.limit())
                    .toList();
        }
    }

    /** One step. */
    private final class AskFacts implements EveryPart.Asking<List<ActionFacts>> {

        private final Question question;

        AskFacts(Question question) {
            this.question = question;
        }

        @Override
        public List<ActionFacts> here(AuditView part, boolean copies) {
            return part.lineage(question);
        }

        @Override
        public Optional<Part<List<ActionFacts>>> there(String host, Reach.Here reach) {
            byte[] body = LineageJson.of(question).getBytes(StandardCharsets.UTF_8);
            return remote.postPart(host, "/v1/lineage/part", reach, "application/json", body)
                            instanceof Answer.Found(String json, Freshness freshness)
                    ? Optional.of(new Part<>(LineageJson.readFacts(json), freshness))
                    : Optional.empty();
        }
    }
}
