package dev.actionbus.audit;

import dev.actionbus.state.ActionView;
import dev.actionbus.wire.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** How the view lies in its stores: by action id, and by time with the newest first. */
final class ViewStores {

    static final String BY_ID = "audit-view";
    static final String BY_TIME = "audit-by-time";
    static final StoredRecord<ActionView> CODEC = new StoredRecord<>(ActionView.class);

    private ViewStores() {}

    static byte[] idKey(String actionId) {
        return actionId.getBytes(StandardCharsets.UTF_8);
    }

    /** Sorts newest first; 8 bytes of inverted milliseconds, then the action id. */
    static byte[] timeKey(Instant acceptedAt, String actionId) {
        byte[] id = idKey(actionId);
        return ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(Long.MAX_VALUE - acceptedAt.toEpochMilli())
                .put(id)
                .array();
    }

    static String actionIdIn(byte[] timeKey) {
        return new String(timeKey, Long.BYTES, timeKey.length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
