package dev.actionbus.audit;

import java.util.Optional;

/**
 * Which actions to list.
 *
 * @param filter these
 * @param period accepted in this time, on the ledger's clock
 * @param cursor where the page before ended
 * @param limit at most so many, 1 to 1000
 */
public record ActionQuery(ActionFilter filter, Period period, Optional<Cursor> cursor, int limit) {

    /** For people. */
    public static final String LIMIT_RULE = "limit is 1 to 1000";

    private static final int MOST = 1000;

    public ActionQuery {
        limit = limit(limit);
    }

    /**
     * The next page.
     *
     * @param text a cursor as it was handed out for the same question
     * @throws IllegalArgumentException it was not
     */
    public ActionQuery after(String text) {
        return new ActionQuery(
                filter, period, Optional.of(new Cursor(question().place(text))), limit);
    }

    /** The cursor to hand out behind an action. */
    public String cursorAfter(String place) {
        return question().cursor(place);
    }

    /** As the query part of a URL. */
    public String asQueryString() {
        QuestionText all = question();
        Optional<String> after = cursor.map(place -> all.cursor(place.text()));
        all.add("limit", Optional.of(limit));
        all.add("cursor", after);
        return all.toString();
    }

    /**
     * @throws IllegalArgumentException no page can be so long
     */
    public static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(LIMIT_RULE);
        }
        return limit;
    }

    boolean matches(ActionView view) {
        return period.covers(view.accepted().getAcceptedAt())
                && filter.matches(view.accepted().getRequest(), view.progress()::getStatus);
    }

    private QuestionText question() {
        return QuestionText.of(filter, period);
    }
}
