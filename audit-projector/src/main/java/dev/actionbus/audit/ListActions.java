package dev.actionbus.audit;

import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.audit.index.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Lists actions of one partition, newest or oldest first: those with a mark if the question names
 * one, else all of them, from the cursor or the end of the period to its beginning.
 */
record ListActions(ReadOnlyKeyValueStore<byte[], byte[]> store, ActionQuery query) {

    private static final Comparator<ActionView> NEWEST_FIRST =
            Comparator.comparing(ListActions::timeKey, Arrays::compareUnsigned);

    /** The order of a list. */
    static Comparator<ActionView> order(ActionQuery query) {
        return switch (query.order()) {
            case NEWEST_FIRST -> NEWEST_FIRST;
            case OLDEST_FIRST -> NEWEST_FIRST.reversed();
        };
    }

    List<ActionView> run() {
        Optional<ActionMark> mark = query.filter().marks().stream().findFirst();
        Listing listing = mark.map(ActionMark::listing).orElse(ViewStore.BY_TIME);
        List<ActionView> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> keys = keys(listing)) {
            while (keys.hasNext() && found.size() < query.limit()) {
                byte[] key = keys.next().key;
                find(listing.actionIdIn(key))
                        .filter(view -> isOf(view, listing, key))
                        .ifPresent(found::add);
            }
        }
        // A story that nobody named is called by the id of its action, which has no mark of it.
        if (mark.orElse(null) instanceof ActionMark.Story(String correlationId)) {
            find(correlationId).ifPresent(found::add);
        }
        return found.stream().sorted(order(query)).limit(query.limit()).toList();
    }

    private KeyValueIterator<byte[], byte[]> keys(Listing listing) {
        Optional<byte[]> cursor =
                query.cursor().map(it -> listing.key(it.acceptedAt(), it.actionId()));
        byte[] newest =
                query.period().to().map(to -> listing.key(to, "")).orElseGet(listing::newest);
        byte[] oldest = query.period().from().map(listing::oldest).orElseGet(listing::oldest);
        return switch (query.order()) {
            case NEWEST_FIRST -> store.range(cursor.orElse(newest), oldest);
            case OLDEST_FIRST -> store.reverseRange(newest, cursor.orElse(oldest));
        };
    }

    /** An action that was accepted anew is listed with its last acceptance only. */
    private static boolean isOf(ActionView view, Listing listing, byte[] key) {
        return Arrays.equals(key, listing.key(view.accepted().getAcceptedAt(), view.actionId()));
    }

    private Optional<ActionView> find(String actionId) {
        return ViewStore.find(actionId, store::get)
                .filter(query::matches)
                .filter(view -> query.cursor().map(cursor -> isBehind(cursor, view)).orElse(true));
    }

    private boolean isBehind(Cursor cursor, ActionView view) {
        return switch (query.order()) {
            case NEWEST_FIRST -> cursor.isBefore(view);
            case OLDEST_FIRST -> cursor.isAfter(view);
        };
    }

    private static byte[] timeKey(ActionView view) {
        return ViewStore.BY_TIME.key(view.accepted().getAcceptedAt(), view.actionId());
    }
}
