package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionQuery;
import dev.actionbus.audit.AuditView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The view of a process that holds a part of it; the others are asked for theirs. */
public final class LedgerView implements ActionQueries {

    private final Projector projector;
    private final Peers peers;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerView(Projector projector, ProjectorSettings settings, int homes) {
        this.projector = projector;
        this.peers = Peers.of(projector, settings, homes);
    }

    @Override
    public Answer find(ActionId id, boolean hereOnly) {
        try {
            return projector
                    .view()
                    .find(id)
                    .<Answer>map(view -> new Answer.Found(ViewJson.of(view)))
                    .orElseGet(Answer.NotFound::new);
        } catch (AuditView.NotHere e) {
            return hereOnly ? new Answer.Unavailable("not here") : findElsewhere(id);
        }
    }

    @Override
    public Answer list(ActionQuery query, boolean hereOnly) {
        List<Line> all = new ArrayList<>();
        try {
            projector.view().list(query).stream()
                    .map(v -> new Line(AuditView.cursorAfter(v).text(), ViewJson.of(v)))
                    .forEach(all::add);
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable("partitions are moving");
        }
        if (hereOnly) {
            return new Answer.Found(String.join("\n", all.stream().map(Line::text).toList()));
        }
        if (!peers.everyPartitionHasAHome()) {
            return new Answer.Unavailable("partitions are moving");
        }
        for (String other : peers.others()) {
            switch (remote.askPart(other, "/v1/actions?" + query.asQueryString())) {
                case Answer.Found found -> found.body().lines().map(Line::parse).forEach(all::add);
                case Answer.Unavailable why -> {
                    return why;
                }
                case Answer.NotFound _ -> {
                    return new Answer.Unavailable("a ledger does not tell its part");
                }
            }
        }
        return new Answer.Found(page(all, query));
    }

    private static String page(List<Line> all, ActionQuery query) {
        List<Line> page =
                all.stream()
                        .sorted(Comparator.comparing(Line::cursor))
                        .limit(query.limit())
                        .toList();
        return ViewJson.page(
                page.stream().map(Line::json).toList(),
                page.size() < query.limit() ? null : query.cursorAfter(page.getLast().cursor()));
    }

    private Answer findElsewhere(ActionId id) {
        return peers.others().stream()
                .map(other -> remote.askPart(other, "/v1/actions/" + id))
                .filter(answer -> !(answer instanceof Answer.Unavailable))
                .findFirst()
                .orElseGet(() -> new Answer.Unavailable("the action's partition is moving"));
    }

    Peers peers() {
        return peers;
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
