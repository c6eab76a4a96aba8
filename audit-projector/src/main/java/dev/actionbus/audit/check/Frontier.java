package dev.actionbus.audit.check;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.TreeHead;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree that only knows its right edge: the roots of its complete subtrees, largest first. Gives
 * the root of every prefix in one pass, in memory that grows with the logarithm of the leaves.
 */
final class Frontier {

    private final List<Hash> peaks = new ArrayList<>();
    private long size;

    void append(Hash leaf) {
        Hash node = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            node = Hash.node(peaks.removeLast(), node);
        }
        peaks.add(node);
        size++;
    }

    long size() {
        return size;
    }

    TreeHead head() {
        return new TreeHead(
                size,
                peaks.reversed().stream()
                        .reduce((right, left) -> Hash.node(left, right))
                        .orElse(Hash.EMPTY));
    }
}
