package dev.actionbus.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events to list.
 *
 * @param filter of these actions; {@link ActionFilter#ALL}: also those that are about no action
 * @param types of one of these types, as {@link EventType} names them; empty: of any
 * @param period written in this time, on the broker's records
 * @param asOf as if the log ended there; also for how actions stand
 * @param cursor where the page before ended
 * @param limit at most so many, 1 to 1000
 */
public record EventQuery(
        ActionFilter filter,
        Set<String> types,
        Period period,
        Optional<AsOf> asOf,
        Optional<EventCursor> cursor,
        int limit) {

    public EventQuery {
        types = Set.copyOf(types);
        types.forEach(EventType::of);
        limit = ActionQuery.limit(limit);
    }

    /**
     * The next page.
     *
     * @param text a cursor as it was handed out for the same question
     * @throws IllegalArgumentException it was not
     */
    public EventQuery after(String text) {
        return new EventQuery(
                filter,
                types,
                period,
                asOf,
                Optional.of(EventCursor.parse(question().place(text))),
                limit);
    }

    /**
     * The cursor to hand out behind a page.
     *
     * @param ordinals of the next event of each partition
     */
    public String cursorAfter(List<Long> ordinals) {
        return question().cursor(new EventCursor(ordinals).toString());
    }

    /** As the query part of a URL. */
    public String asQueryString() {
        QuestionText all = question();
        Optional<String> after = cursor.map(it -> all.cursor(it.toString()));
        all.add("limit", Optional.of(limit));
        all.add("cursor", after);
        return all.toString();
    }

    /** Whether an event can be asked for, as far as its place tells. */
    boolean covers(int partition, EventPlace place) {
        return period.covers(place.time())
                && asOf.map(it -> it.covers(partition, place)).orElse(true);
    }

    /** Whether nothing in a tile can be asked for, as it is all too late. */
    boolean leavesOut(TileStart tile) {
        return period.to().map(to -> !tile.time().isBefore(to)).orElse(false)
                || asOf.map(it -> tile.time().isAfter(it.latest())).orElse(false);
    }

    /** Whether nothing in a tile can be asked for, nor in any that comes later. */
    boolean endsBefore(int partition, TileStart tile) {
        return asOf.map(it -> tile.offset() >= it.end(partition)).orElse(false);
    }

    private QuestionText question() {
        QuestionText all = QuestionText.of(filter, period);
        new TreeSet<>(types).forEach(type -> all.add("type", Optional.of(type)));
        all.add("asOf", asOf);
        return all;
    }
}
