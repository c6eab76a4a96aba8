package dev.actionbus.audit;

import dev.actionbus.audit.index.Listing;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.wire.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the view lies in its store: the parts of each action by its id, lists of actions with the
 * newest first (all of them here, and those with a mark: {@link
 * dev.actionbus.audit.index.ActionMark}), the places of each action's events, where each tile
 * begins in the topic, and the tree over all events. A part of an action that is not there is as it
 * was when the action was accepted.
 */
final class ViewStore {

    static final String NAME = "audit-view";
    static final StoredRecord<AcceptedAction> ACCEPTED = new StoredRecord<>(AcceptedAction.class);
    static final StoredRecord<ActionProgress> PROGRESS = new StoredRecord<>(ActionProgress.class);
    static final StoredRecord<ActionCounts> COUNTS = new StoredRecord<>(ActionCounts.class);

    private static final byte BY_ID = 'i';
    private static final byte PROGRESS_BY_ID = 'p';
    private static final byte COUNTS_BY_ID = 'n';
    static final byte EVENTS_BY_ID = 'e';
    static final byte TILE_START = 'o';
    static final byte OPEN_HASH = 'h';
    static final byte FULL_TILE = 'f';
    static final byte SIGNED = 's';

    /** All actions. */
    static final Listing BY_TIME = new Listing(new byte[] {'t'});

    /** Characters of an action id. */
    static final int ACTION_ID = 36;

    /** Hashes in a tile. */
    static final int TILE = 256;

    private ViewStore() {}

    /** Puts an action's parts together; the function reads a key, null for what is not there. */
    static Optional<ActionView> find(String actionId, UnaryOperator<byte @Nullable []> get) {
        return Optional.ofNullable(get.apply(idKey(actionId)))
                .map(ACCEPTED::decode)
                .map(accepted ->
                        new ActionView(
                                accepted,
                                Optional.ofNullable(get.apply(progressKey(actionId)))
                                        .map(PROGRESS::decode)
                                        .orElseGet(() -> ActionHistory.begin(accepted)),
                                Optional.ofNullable(get.apply(countsKey(actionId)))
                                        .map(COUNTS::decode)
                                        .orElse(ActionHistory.NOTHING)));
    }

    static byte[] idKey(String actionId) {
        return key(BY_ID, actionId);
    }

    static byte[] progressKey(String actionId) {
        return key(PROGRESS_BY_ID, actionId);
    }

    static byte[] countsKey(String actionId) {
        return key(COUNTS_BY_ID, actionId);
    }

    /** Of one event of an action; in the order of the log. */
    static byte[] eventKey(byte[] actionId, long ordinal) {
        return ByteBuffer.allocate(1 + actionId.length + Long.BYTES)
                .put(EVENTS_BY_ID)
                .put(actionId)
                .putLong(ordinal)
                .array();
    }

    static byte[] place(EventRecord event) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(event.offset())
                .putLong(event.timestamp())
                .array();
    }

    static EventPlace place(byte[] eventKey, byte[] row) {
        ByteBuffer place = ByteBuffer.wrap(row);
        return new EventPlace(
                ordinalIn(eventKey), place.getLong(), Instant.ofEpochMilli(place.getLong()));
    }

    static long ordinalIn(byte[] eventKey) {
        return ByteBuffer.wrap(eventKey).getLong(eventKey.length - Long.BYTES);
    }

    /** Of where a tile of the tree begins in the topic. */
    static byte[] tileStartKey(long tile) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(TILE_START).putLong(tile).array();
    }

    /** Of the last hash written at a place of a level. */
    static byte[] openKey(int level, int place) {
        return new byte[] {OPEN_HASH, (byte) level, (byte) place};
    }

    static byte[] fullKey(int level, long tile) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(FULL_TILE)
                .put((byte) level)
                .putLong(tile)
                .array();
    }

    /** Of what was signed last: the one row that does not follow from the events. */
    static byte[] signedKey() {
        return new byte[] {SIGNED};
    }

    private static byte[] key(byte kind, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + id.length).put(kind).put(id).array();
    }
}
