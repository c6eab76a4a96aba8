package dev.actionbus.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the event log is in its tree: the SHA-256 of its place and its raw bytes. In
 * this order, integers big-endian: the topic's length (2 bytes) and name in UTF-8, the partition
 * (4), the ordinal (8), the key's length (4) and bytes, the value's length (4) and bytes; a length
 * of -1 stands for null. The ordinal counts data records from 0; offsets also count markers of
 * transactions.
 */
public final class LogEntry {

    private static final int PLACE = Short.BYTES + Integer.BYTES + Long.BYTES;
    private static final int NULL = -1;

    private LogEntry() {}

    public static Hash of(LogId log, long ordinal, byte @Nullable [] key, byte @Nullable [] value) {
        byte[] topic = log.topic().getBytes(StandardCharsets.UTF_8);
        ByteBuffer place =
                ByteBuffer.allocate(PLACE + topic.length)
                        .putShort((short) topic.length)
                        .put(topic)
                        .putInt(log.partition())
                        .putLong(ordinal);
        return Hash.sha256(place.array(), length(key), orEmpty(key), length(value), orEmpty(value));
    }

    private static byte[] length(byte @Nullable [] bytes) {
        int length = bytes == null ? NULL : bytes.length;
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
