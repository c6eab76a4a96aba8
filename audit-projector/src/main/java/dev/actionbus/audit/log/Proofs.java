package dev.actionbus.audit.log;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Checks proofs with nothing but hashes (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
public final class Proofs {

    private Proofs() {}

    /** Whether the leaf is number {@code index} of the tree with this size and root. */
    public static boolean includes(
            Hash leaf, long index, long size, List<Hash> proof, Hash expectedRoot) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(expectedRoot);
    }

    /** Whether the later tree begins with all of the earlier one. */
    public static boolean continues(TreeHead earlier, TreeHead later, List<Hash> proof) {
        if (earlier.size() > later.size()) {
            return false;
        }
        if (earlier.size() == 0 || earlier.size() == later.size()) {
            return proof.isEmpty()
                    && (earlier.size() == 0
                            ? earlier.root().equals(Hash.EMPTY)
                            : earlier.root().equals(later.root()));
        }
        try {
            return climbs(earlier, later, proof);
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    private static boolean climbs(TreeHead earlier, TreeHead later, List<Hash> proof) {
        long node = earlier.size() - 1;
        long last = later.size() - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        Iterator<Hash> hashes = proof.iterator();
        Hash first = Long.bitCount(earlier.size()) == 1 ? earlier.root() : hashes.next();
        Hash second = first;
        while (hashes.hasNext()) {
            Hash hash = hashes.next();
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = Hash.node(hash, first);
                second = Hash.node(hash, second);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                second = Hash.node(second, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && first.equals(earlier.root()) && second.equals(later.root());
    }
}
