package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.wire.Placement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The view of a process that holds a part of it; the others are asked for theirs. */
public final class LedgerView implements ActionQueries {

    private final EveryPart parts;
    private final Absence absence;
    private final int homes;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerView(Projector projector, ProjectorSettings settings, int homes) {
        this.parts = new EveryPart(projector, Peers.of(projector, settings));
        this.absence = projector.absence();
        this.homes = homes;
    }

    @Override
    public Answer find(ActionId id, Reach reach) {
        return new AskOne(
                        remote,
                        "/v1/actions/" + id,
                        (part, copies) ->
                                absence.find(part, id, copies)
                                        .map(ViewJson::of)
                                        .map(Answer.Found::new))
                .of(parts, Placement.home(id, homes), reach);
    }

    @Override
    public Answer list(ActionQuery query, Reach reach) {
        ListActions list = new ListActions(query);
        try {
            return switch (reach) {
                case Reach.Here here -> {
                    Part<List<Line>> mine = parts.here(here, list);
                    List<String> lines = mine.told().stream().map(Line::text).toList();
                    yield new Answer.Found(String.join("\n", lines), mine.freshness());
                }
                case Reach.Everywhere _ -> page(parts.askAll(homes, list), query);
            };
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    EveryPart parts() {
        return parts;
    }

    private static Answer page(List<Part<List<Line>>> parts, ActionQuery query) {
        List<Line> page =
                parts.stream()
                        .flatMap(part -> part.told().stream())
                        .sorted(Comparator.comparing(Line::cursor, query.order().of()))
                        .limit(query.limit())
                        .toList();
        Freshness freshness =
                parts.stream().map(Part::freshness).reduce(Freshness.FRESH, Freshness::and);
        String body =
                ViewJson.page(
                        page.stream().map(Line::json).toList(),
                        page.size() < query.limit()
                                ? null
                                : query.cursorAfter(page.getLast().cursor()));
        return new Answer.Found(freshness.mark(body), freshness);
    }

    /** A page of a part's actions. */
    private final class ListActions implements EveryPart.Asking<List<Line>> {

        private final ActionQuery query;

        ListActions(ActionQuery query) {
            this.query = query;
        }

        @Override
        public List<Line> here(AuditView view, boolean copies) {
            return view.list(query).stream()
                    .map(v -> new Line(AuditView.cursorAfter(v).text(), ViewJson.of(v)))
                    .toList();
        }

        @Override
        public Optional<Part<List<Line>>> there(String host, Reach.Here reach) {
            return remote.askPart(host, "/v1/actions?" + query.asQueryString(), reach)
                            instanceof Answer.Found(String body, Freshness freshness)
                    ? Optional.of(new Part<>(body.lines().map(Line::parse).toList(), freshness))
                    : Optional.empty();
        }
    }

    /** One action on its way between two processes: its place in the list, and its JSON. */
    private record Line(String cursor, String json) {

        static Line parse(String text) {
            int space = text.indexOf(' ');
            return new Line(text.substring(0, space), text.substring(space + 1));
        }

        String text() {
            return cursor + " " + json;
        }
    }
}
