package dev.actionbus.audit.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962, section 2.1: roots, and proofs made from complete subtrees.
 *
 * @param size number of leaves
 * @param subtrees of at least so many leaves
 */
public record MerkleTree(long size, Subtrees subtrees) {

    public MerkleTree {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
    }

    public Hash root() {
        return size == 0 ? Hash.EMPTY : root(0, size);
    }

    /** The tree as it was when it had fewer leaves. */
    public MerkleTree at(long earlier) {
        if (earlier > size) {
            throw new IllegalArgumentException("size " + earlier + " of " + size);
        }
        return new MerkleTree(earlier, subtrees);
    }

    /**
     * That leaf {@code index} is in this tree; from the leaf upwards (RFC 6962, 2.1.1).
     *
     * @throws IllegalArgumentException no such leaf
     */
    public List<Hash> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " of " + size);
        }
        List<Hash> proof = new ArrayList<>();
        path(index, 0, size, proof);
        return proof;
    }

    /**
     * That this tree continues the one of {@code earlier} leaves (RFC 6962, 2.1.2).
     *
     * @param earlier 0 to size; the proof is empty at both ends
     */
    public List<Hash> consistency(long earlier) {
        if (earlier < 0 || earlier > size) {
            throw new IllegalArgumentException("size " + earlier + " of " + size);
        }
        List<Hash> proof = new ArrayList<>();
        if (earlier > 0 && earlier < size) {
            subproof(earlier, 0, size, true, proof);
        }
        return proof;
    }

    private void path(long index, long from, long to, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, proof);
            proof.add(root(middle, to));
        } else {
            path(index, middle, to, proof);
            proof.add(root(from, middle));
        }
    }

    /**
     * @param known whether the verifier has the root of these leaves
     */
    private void subproof(long earlier, long from, long to, boolean known, List<Hash> proof) {
        if (earlier == to) {
            if (!known) {
                proof.add(root(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (earlier <= middle) {
            subproof(earlier, from, middle, known, proof);
            proof.add(root(middle, to));
        } else {
            subproof(earlier, middle, to, false, proof);
            proof.add(root(from, middle));
        }
    }

    private Hash root(long from, long to) {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int height = Long.numberOfTrailingZeros(leaves);
            return subtrees.root(height, from >>> height);
        }
        long middle = from + split(leaves);
        return Hash.node(root(from, middle), root(middle, to));
    }

    /** The largest power of two below a number above 1. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
