package dev.actionbus.audit.log;

/**
 * The state of a log that a checkpoint vouches for.
 *
 * @param size number of entries
 * @param root of their tree
 */
public record TreeHead(long size, Hash root) {

    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
    }
}
