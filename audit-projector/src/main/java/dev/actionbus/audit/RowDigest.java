package dev.actionbus.audit;

import dev.actionbus.audit.log.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest of a view: SHA-256 over its rows in the order of their keys, each as the key's length
 * (4 bytes, big-endian), the key, the value's length and the value. The row of what was signed last
 * is left out, because it does not follow from the events. Two views of as many records of a
 * partition have the same digest, or one of them is wrong.
 */
public final class RowDigest {

    private static final int LEVELS = 8;

    private final MessageDigest sha256;
    private final long[] sizes = new long[LEVELS + 1];
    private final long[] fullTiles = new long[LEVELS + 1];
    private long newestEvent = -1;

    public RowDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The next row. */
    public void add(byte[] key, byte[] value) {
        switch (key[0]) {
            case ViewStore.SIGNED -> {
                return;
            }
            case ViewStore.OPEN_HASH ->
                    sizes[key[1]] = Math.max(sizes[key[1]], ByteBuffer.wrap(value).getLong() + 1);
            case ViewStore.FULL_TILE -> fullTiles[key[1]]++;
            case ViewStore.EVENTS_BY_ID ->
                    newestEvent = Math.max(newestEvent, ViewStore.ordinalIn(key));
            case ViewStore.TILE_START -> newestEvent = Math.max(newestEvent, newest(key, value));
            default -> {}
        }
        part(key);
        part(value);
    }

    /** Records the rows came from. */
    public long size() {
        return sizes[0];
    }

    /** Whether the rows are those of whole records; a snapshot may show half of the newest. */
    public boolean isWhole() {
        boolean whole = newestEvent < size();
        for (int level = 0; level < LEVELS; level++) {
            long tiles = sizes[level] / ViewStore.TILE;
            whole &= fullTiles[level] == tiles && sizes[level + 1] == tiles;
        }
        return whole;
    }

    /** Once, after the last row. */
    public Hash digest() {
        return Hash.of(sha256.digest());
    }

    /** The record that a tile's start was last written for. */
    private static long newest(byte[] key, byte[] value) {
        return ViewStore.ordinalIn(key) * ViewStore.TILE + TileStart.read(value).place();
    }

    private void part(byte[] bytes) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha256.update(bytes);
    }
}
