package dev.actionbus.audit.log;

import java.util.Optional;

/**
 * Where a growing tree lies. Level 0 holds the entries, from which the hashes of the leaves follow;
 * a level above holds the roots of the full tiles of the one below.
 */
public interface TreeRows {

    /** The last hash written at this place of a level: {@code index} modulo 256. */
    Optional<OpenHash> open(int level, int place);

    void open(int level, OpenHash hash);

    /** The 256 hashes of a full tile, one behind the other; empty when it is not full. */
    Optional<byte[]> full(int level, long tile);

    void full(int level, long tile, byte[] hashes);

    /**
     * A hash in a tile that is not full yet.
     *
     * @param index in its level
     */
    record OpenHash(long index, Hash hash) {}
}
