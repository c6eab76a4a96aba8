package dev.actionbus.audit.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Rows that list actions newest first: their keys are a prefix, the inverted milliseconds since
 * 1970 (8 bytes, big-endian) and the action id. The rows have no value.
 *
 * @param prefix what all keys of the list begin with, and no others
 */
public record Listing(byte[] prefix) {

    private static final byte[] NOTHING = {};

    /** The value of every row. */
    public static byte[] nothing() {
        return NOTHING;
    }

    /** Of an action; with an empty id it lies before all actions of the time. */
    public byte[] key(Instant at, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + Long.BYTES + id.length)
                .put(prefix)
                .putLong(Long.MAX_VALUE - at.toEpochMilli())
                .put(id)
                .array();
    }

    /** Before every key. */
    public byte[] newest() {
        return prefix;
    }

    /** Behind every key: no time since 1970 is inverted to a negative number. */
    public byte[] oldest() {
        byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
        end[prefix.length] = (byte) 0xFF;
        return end;
    }

    /** Behind every key of this time. */
    public byte[] oldest(Instant at) {
        byte[] end = Arrays.copyOf(key(at, ""), prefix.length + Long.BYTES + 1);
        end[end.length - 1] = (byte) 0xFF;
        return end;
    }

    public String actionIdIn(byte[] key) {
        int begin = prefix.length + Long.BYTES;
        return new String(key, begin, key.length - begin, StandardCharsets.UTF_8);
    }
}
