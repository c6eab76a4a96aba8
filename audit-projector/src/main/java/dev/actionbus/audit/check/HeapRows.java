package dev.actionbus.audit.check;

import dev.actionbus.audit.log.TreeRows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A tree in memory: 32 bytes an entry and a little more. */
final class HeapRows implements TreeRows {

    private final Map<Long, OpenHash> open = new HashMap<>();
    private final Map<Integer, Map<Long, byte[]>> full = new HashMap<>();

    @Override
    public Optional<OpenHash> open(int level, int place) {
        return Optional.ofNullable(open.get(key(level, place)));
    }

    @Override
    public void open(int level, OpenHash hash) {
        open.put(key(level, (int) (hash.index() & 0xFF)), hash);
    }

    @Override
    public Optional<byte[]> full(int level, long tile) {
        return Optional.ofNullable(full.getOrDefault(level, Map.of()).get(tile));
    }

    @Override
    public void full(int level, long tile, byte[] hashes) {
        full.computeIfAbsent(level, it -> new HashMap<>()).put(tile, hashes);
    }

    private static long key(int level, int place) {
        return ((long) level << 8) | place;
    }
}
