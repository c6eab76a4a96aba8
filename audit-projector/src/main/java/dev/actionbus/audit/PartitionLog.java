package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.audit.index.Listing;
import dev.actionbus.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the event log: its view, and its records.
 *
 * @param partition of the event log
 */
record PartitionLog(
        int partition,
        ReadOnlyKeyValueStore<byte[], byte[]> store,
        EventTopic topic,
        RecordCodec codec) {

    /** Records folded so far. */
    long size() {
        return new WrittenTree(rows()).size();
    }

    /** Where a tile begins that was begun. */
    TileStart start(long tile) {
        return new TileStarts(rows()).find(tile).orElseThrow();
    }

    /**
     * The tile to begin with to find all records from an offset on.
     *
     * @param size records there are, at least 1
     */
    long tileOf(long offset, long size) {
        long low = 0;
        long high = (size - 1) / ViewStore.TILE;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            if (start(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Where the first events of an action lie from an ordinal on, in the order of the log. */
    List<EventPlace> places(String actionId, long from, long most) {
        byte[] key = actionId.getBytes(StandardCharsets.UTF_8);
        List<EventPlace> places = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows =
                store.range(
                        ViewStore.eventKey(key, from), ViewStore.eventKey(key, Long.MAX_VALUE))) {
            while (rows.hasNext() && places.size() < most) {
                var row = rows.next();
                places.add(ViewStore.place(row.key, row.value));
            }
        }
        return places;
    }

    Optional<ActionView> find(String actionId) {
        return ViewStore.find(actionId, store::get);
    }

    /** Ids of the actions with a mark; empty when there are more than so many. */
    Optional<List<String>> marked(ActionMark mark, int most) {
        Listing listing = mark.listing();
        List<String> ids = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> keys =
                store.range(listing.newest(), listing.oldest())) {
            while (keys.hasNext() && ids.size() <= most) {
                ids.add(listing.actionIdIn(keys.next().key));
            }
        }
        // A story that nobody named is called by the id of its action, which has no mark of it.
        if (mark instanceof ActionMark.Story(String correlationId) && isActionId(correlationId)) {
            ids.add(correlationId);
        }
        // One whose key was released and used anew is there twice.
        return ids.size() > most ? Optional.empty() : Optional.of(ids.stream().distinct().toList());
    }

    /** The records at these places. */
    List<EventRecord> records(List<EventPlace> places) {
        List<EventRecord> records =
                topic.at(partition, places.stream().map(EventPlace::offset).toList());
        if (records.size() < places.size()) {
            throw new EventsMissing(partition, places.getFirst().offset());
        }
        return records;
    }

    /** The action that a record is about. */
    static Optional<String> actionId(EventRecord event) {
        return Stream.ofNullable(event.key())
                .filter(key -> key.length == ViewStore.ACTION_ID)
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .filter(PartitionLog::isActionId)
                .findFirst();
    }

    private static boolean isActionId(String text) {
        try {
            var unused = new ActionId(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ViewRows rows() {
        return new StoreRows(store);
    }

    private record StoreRows(ReadOnlyKeyValueStore<byte[], byte[]> store) implements ViewRows {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            throw new UnsupportedOperationException("only the fold writes");
        }
    }
}
