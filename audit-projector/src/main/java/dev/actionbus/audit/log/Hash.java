package dev.actionbus.audit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * 32 bytes of SHA-256, and how a Merkle tree makes them: {@code SHA-256(0x00 || entry)} for a leaf,
 * {@code SHA-256(0x01 || left || right)} for a node (RFC 6962, section 2.1).
 */
public final class Hash {

    public static final int BYTES = 32;

    /** The root of a tree without leaves. */
    public static final Hash EMPTY = sha256();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws IllegalArgumentException not 32 bytes
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** The {@code n}-th of hashes that lie one behind the other. */
    public static Hash at(byte[] many, int n) {
        return new Hash(Arrays.copyOfRange(many, n * BYTES, (n + 1) * BYTES));
    }

    /** Of some bytes, one behind the other, with nothing in front. */
    public static Hash sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return new Hash(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Hash leaf(byte[] entry) {
        return sha256(LEAF, entry);
    }

    public static Hash node(Hash left, Hash right) {
        return sha256(NODE, left.bytes, right.bytes);
    }

    /**
     * @throws IllegalArgumentException not Base64 of 32 bytes
     */
    public static Hash ofBase64(String text) {
        return of(Base64.getDecoder().decode(text));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
