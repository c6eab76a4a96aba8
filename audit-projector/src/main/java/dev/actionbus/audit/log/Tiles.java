package dev.actionbus.audit.log;

/**
 * The tree cut into tiles of height 8 (C2SP tlog-tiles): the hash {@code index} of tile level L is
 * the root of {@code 256^L} leaves. Levels above 0 hold only roots of full tiles.
 */
@FunctionalInterface
public interface Tiles extends Subtrees {

    int HEIGHT = 8;
    int WIDTH = 1 << HEIGHT;

    /** One hash that exists. */
    Hash hash(int level, long index);

    @Override
    default Hash root(int height, long index) {
        int level = height / HEIGHT;
        return within(level, height % HEIGHT, index);
    }

    private Hash within(int level, int height, long index) {
        return height == 0
                ? hash(level, index)
                : Hash.node(
                        within(level, height - 1, 2 * index),
                        within(level, height - 1, 2 * index + 1));
    }
}
