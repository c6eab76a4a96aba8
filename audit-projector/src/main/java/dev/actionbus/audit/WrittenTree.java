package dev.actionbus.audit;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.Tiles;
import dev.actionbus.audit.log.TreeRows.OpenHash;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A tree as it lies in the rows, read while it grows. A hash that was once written is found: in its
 * full tile, or at its place in the open one; if another has taken that place, the tile has become
 * full meanwhile. For one question; keeps the tiles it has read.
 */
final class WrittenTree implements Tiles {

    private final StoredTree rows;
    private final Map<Long, byte[]> tiles = new HashMap<>();

    WrittenTree(ViewRows rows) {
        this.rows = new StoredTree(rows);
    }

    /** Entries written so far, at least. */
    long size() {
        long size = 0;
        for (int place = 0; place < WIDTH; place++) {
            Optional<OpenHash> row = rows.open(0, place);
            if (row.isEmpty()) {
                break;
            }
            size = Math.max(size, row.get().index() + 1);
        }
        return size;
    }

    /**
     * @throws NoSuchElementException it is not written yet
     */
    @Override
    public Hash hash(int level, long index) {
        Hash kept = kept(level, index).orElseThrow();
        return level == 0 ? Hash.leaf(kept.bytes()) : kept;
    }

    /** At level 0 an entry, above it a node; empty when it is not written yet. */
    Optional<Hash> kept(int level, long index) {
        int place = (int) (index % WIDTH);
        return full(level, index / WIDTH)
                .map(tile -> Hash.at(tile, place))
                .or(() ->
                        rows.open(level, place)
                                .filter(row -> row.index() == index)
                                .map(OpenHash::hash))
                .or(() -> full(level, index / WIDTH).map(tile -> Hash.at(tile, place)));
    }

    private Optional<byte[]> full(int level, long tile) {
        long name = tile * WIDTH + level;
        Optional<byte[]> known = Optional.ofNullable(tiles.get(name));
        return known.isPresent()
                ? known
                : rows.full(level, tile)
                        .map(hashes -> {
                            tiles.put(name, hashes);
                            return hashes;
                        });
    }
}
