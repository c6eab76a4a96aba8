package dev.actionbus.audit.log;

/** Where the roots of complete subtrees come from. */
@FunctionalInterface
public interface Subtrees {

    /**
     * The root of the {@code 2^height} leaves from leaf {@code index * 2^height}, all of which
     * exist.
     *
     * @param height 0 for a leaf
     */
    Hash root(int height, long index);
}
