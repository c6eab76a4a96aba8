package dev.actionbus.audit;

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
 * How the view lies in its store: the parts of each action by its id, and an index by time with the
 * newest first. A part that is not there is as it was when the action was accepted.
 */
final class ViewStore {

    static final String NAME = "audit-view";
    static final StoredRecord<AcceptedAction> ACCEPTED = new StoredRecord<>(AcceptedAction.class);
    static final StoredRecord<ActionProgress> PROGRESS = new StoredRecord<>(ActionProgress.class);
    static final StoredRecord<ActionCounts> COUNTS = new StoredRecord<>(ActionCounts.class);

    private static final byte BY_ID = 'i';
    private static final byte PROGRESS_BY_ID = 'p';
    private static final byte COUNTS_BY_ID = 'n';
    private static final byte BY_TIME = 't';
    private static final int TIME = 1 + Long.BYTES;

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

    /** Sorts newest first: inverted milliseconds, then the action id. */
    static byte[] timeKey(Instant acceptedAt, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TIME + id.length)
                .put(BY_TIME)
                .putLong(Long.MAX_VALUE - acceptedAt.toEpochMilli())
                .put(id)
                .array();
    }

    /** Before every time key. */
    static byte[] newest() {
        return new byte[] {BY_TIME};
    }

    /** Behind every time key. */
    static byte[] oldest() {
        return new byte[] {BY_TIME + 1};
    }

    static String actionIdIn(byte[] timeKey) {
        return new String(timeKey, TIME, timeKey.length - TIME, StandardCharsets.UTF_8);
    }

    private static byte[] key(byte kind, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + id.length).put(kind).put(id).array();
    }
}
