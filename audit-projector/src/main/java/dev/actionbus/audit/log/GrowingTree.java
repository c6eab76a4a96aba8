package dev.actionbus.audit.log;

import dev.actionbus.audit.log.TreeRows.OpenHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tree that entries are added to. Each entry writes one row, every 256th a full tile and one row
 * a level higher: what an entry costs does not grow with the tree. The rows of the tile that is
 * being filled are used again, so their number does not grow either.
 */
public final class GrowingTree implements Tiles {

    private final TreeRows rows;
    private final List<Level> levels = new ArrayList<>();

    /** The tile being filled at one level, and how many hashes the level has. */
    private static final class Level {
        private final Hash[] tile = new Hash[WIDTH];
        private long size;
    }

    /** Finds its place in what was written before. */
    public GrowingTree(TreeRows rows) {
        this.rows = rows;
        while (rows.open(levels.size(), 0).isPresent()) {
            levels.add(read(levels.size()));
        }
    }

    public long size() {
        return levels.isEmpty() ? 0 : levels.getFirst().size;
    }

    public MerkleTree tree() {
        return new MerkleTree(size(), this);
    }

    public TreeHead head() {
        return new TreeHead(size(), tree().root());
    }

    public void append(Hash entry) {
        append(0, entry);
    }

    /** An entry that was added. */
    public Hash entry(long index) {
        return kept(0, index);
    }

    @Override
    public Hash hash(int level, long index) {
        Hash kept = kept(level, index);
        return level == 0 ? Hash.leaf(kept.bytes()) : kept;
    }

    private Hash kept(int level, long index) {
        long size = level < levels.size() ? levels.get(level).size : 0;
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no hash " + index + " at level " + level);
        }
        int place = (int) (index % WIDTH);
        if (index / WIDTH == size / WIDTH) {
            return levels.get(level).tile[place];
        }
        return Hash.at(rows.full(level, index / WIDTH).orElseThrow(), place);
    }

    private void append(int number, Hash kept) {
        if (number == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(number);
        long index = level.size;
        int place = (int) (index % WIDTH);
        level.tile[place] = kept;
        level.size++;
        rows.open(number, new OpenHash(index, kept));
        if (place == WIDTH - 1) {
            rows.full(number, index / WIDTH, joined(level.tile));
            append(number + 1, rootOfTile(number, index / WIDTH));
        }
    }

    /** Of a full tile. */
    private Hash rootOfTile(int level, long tile) {
        byte[] full = rows.full(level, tile).orElseThrow();
        Tiles leaves =
                (ignored, index) -> {
                    Hash kept = Hash.at(full, (int) index);
                    return level == 0 ? Hash.leaf(kept.bytes()) : kept;
                };
        return Hash.node(leaves.root(HEIGHT - 1, 0), leaves.root(HEIGHT - 1, 1));
    }

    private Level read(int number) {
        Level level = new Level();
        List<Optional<OpenHash>> written =
                IntStream.range(0, WIDTH).mapToObj(place -> rows.open(number, place)).toList();
        level.size =
                written.stream()
                                .flatMap(Optional::stream)
                                .mapToLong(OpenHash::index)
                                .max()
                                .orElse(-1)
                        + 1;
        for (int place = 0; place < level.size % WIDTH; place++) {
            level.tile[place] = written.get(place).orElseThrow().hash();
        }
        return level;
    }

    private static byte[] joined(Hash[] tile) {
        byte[] all = new byte[tile.length * Hash.BYTES];
        for (int i = 0; i < tile.length; i++) {
            System.arraycopy(tile[i].bytes(), 0, all, i * Hash.BYTES, Hash.BYTES);
        }
        return all;
    }
}
