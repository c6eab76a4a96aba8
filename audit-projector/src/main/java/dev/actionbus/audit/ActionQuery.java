package dev.actionbus.audit;

import java.util.Comparator;
import java.util.Optional;

/**
 * Which actions to list.
 *
 * @param filter these
 * @param period accepted in this time, on the ledger's clock
 * @param cursor where the page before ended
 * @param limit at most so many, 1 to 1000
 * @param order of the list
 */
public record ActionQuery(
        ActionFilter filter, Period period, Optional<Cursor> cursor, int limit, Order order) {

    /** For people. */
    public static final String LIMIT_RULE = "limit is 1 to 1000";

    private static final int MOST = 1000;

    /** By the time of admission. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST;

        /**
         * @throws IllegalArgumentException it is none
         */
        public static Order parse(String text) {
            return switch (text) {
                case "newest" -> NEWEST_FIRST;
                case "oldest" -> OLDEST_FIRST;
                default -> throw new IllegalArgumentException("order is newest or oldest");
            };
        }

        /** The same order of texts that sort from the newest on. */
        public <T extends Comparable<? super T>> Comparator<T> of() {
            return this == NEWEST_FIRST ? Comparator.naturalOrder() : Comparator.reverseOrder();
        }
    }

    public ActionQuery {
        limit = limit(limit);
    }

    /** Newest first. */
    public ActionQuery(ActionFilter filter, Period period, Optional<Cursor> cursor, int limit) {
        this(filter, period, cursor, limit, Order.NEWEST_FIRST);
    }

    /**
     * The next page.
     *
     * @param text a cursor as it was handed out for the same question
     * @throws IllegalArgumentException it was not
     */
    public ActionQuery after(String text) {
        return new ActionQuery(
                filter, period, Optional.of(new Cursor(question().place(text))), limit, order);
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
        QuestionText all = QuestionText.of(filter, period);
        all.add("order", order == Order.NEWEST_FIRST ? Optional.empty() : Optional.of("oldest"));
        return all;
    }
}
