package dev.actionbus.audit;

import dev.actionbus.state.ActionView;
import dev.actionbus.wire.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** How the view lies in its store: by action id, and by time with the newest first. */
final class ViewStore {

    static final String NAME = "audit-view";
    static final StoredRecord<ActionView> CODEC = new StoredRecord<>(ActionView.class);

    private static final byte BY_ID = 'i';
    private static final byte BY_TIME = 't';
    private static final int TIME = 1 + Long.BYTES;

    private ViewStore() {}

    static byte[] idKey(String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + id.length).put(BY_ID).put(id).array();
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
}
