package dev.actionbus.executor.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads one output of a process without ever blocking, keeps its last bytes, and the digest of all.
 * Of more than that, which is no result any more, only the last 256 KiB.
 */
final class Tail {

    private static final int CHUNK = 64 * 1024;
    private static final int KEPT_OF_TOO_MUCH = 256 * 1024;

    private final InputStream in;
    private int kept;
    private final byte[] chunk = new byte[CHUNK];
    private final MessageDigest digest = newDigest();
    private byte[] bytes = new byte[0];
    private int length;
    private long seen;

    /**
     * @param kept bytes
     */
    Tail(InputStream in, int kept) {
        this.in = in;
        this.kept = kept;
    }

    /** Takes at most 64 KiB of what is there; false if nothing was. */
    boolean pull() {
        try {
            int ready = Math.min(in.available(), CHUNK);
            int read = ready <= 0 ? 0 : in.read(chunk, 0, ready);
            if (read <= 0) {
                return false;
            }
            append(read);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void append(int count) {
        seen += count;
        digest.update(chunk, 0, count);
        if (seen > kept) {
            kept = Math.min(kept, KEPT_OF_TOO_MUCH);
        }
        if (length + count > 2 * kept) {
            int keep = kept - count;
            byte[] room = bytes.length > 2 * kept ? new byte[2 * kept] : bytes;
            System.arraycopy(bytes, length - keep, room, 0, keep);
            bytes = room;
            length = keep;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * kept, 2 * (length + count)));
        }
        System.arraycopy(chunk, 0, bytes, length, count);
        length += count;
    }

    int kept() {
        return kept;
    }

    /** Bytes read and not kept. */
    long dropped() {
        return Math.max(0, seen - kept);
    }

    /** Of everything read so far, in hex. */
    String sha256() {
        try {
            MessageDigest soFar = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(soFar.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    String summary() {
        return "%d bytes, sha256 %s".formatted(seen, sha256());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] bytes() {
        return Arrays.copyOfRange(bytes, Math.max(0, length - kept), length);
    }

    /** For people: what is not UTF-8 is replaced. */
    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
