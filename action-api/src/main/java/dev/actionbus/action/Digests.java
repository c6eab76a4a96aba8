package dev.actionbus.action;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256, and the one way parts are joined before they are hashed. */
public final class Digests {

    private Digests() {}

    /** 32 bytes. */
    public static byte[] sha256(byte[] bytes) {
        return newSha256().digest(bytes);
    }

    /** Lower-case hex of {@link #sha256}; 64 characters. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    /**
     * SHA-256 over the parts, each as 4-byte big-endian length and UTF-8; null is length -1 and no
     * bytes.
     */
    public static byte[] sha256OfParts(@Nullable String... parts) {
        MessageDigest digest = newSha256();
        for (String part : parts) {
            if (part == null) {
                digest.update(ByteBuffer.allocate(4).putInt(0, -1));
            } else {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(0, utf8.length));
                digest.update(utf8);
            }
        }
        return digest.digest();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
