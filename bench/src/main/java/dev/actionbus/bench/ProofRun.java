package dev.actionbus.bench;

import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.Proofs;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.audit.log.TreeRows;
import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.report.ProofFigures;
import dev.actionbus.bench.report.ProofFigures.Kind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a verifier takes for one proof of a log of a million entries: hashes only, no bus and no
 * network. Making the proofs is not measured.
 */
final class ProofRun {

    private static final int ENTRIES = 1_000_000;
    private static final int SAMPLES = 10_000;

    private final MerkleTree tree;
    private final Hash root;
    private final SplittableRandom random = new SplittableRandom(1);

    private ProofRun() {
        GrowingTree growing = new GrowingTree(new InMemory());
        for (int i = 0; i < ENTRIES; i++) {
            growing.append(entry(i));
        }
        tree = growing.tree();
        root = tree.root();
    }

    static ProofFigures measure() {
        ProofRun run = new ProofRun();
        run.inclusion();
        run.consistency();
        return new ProofFigures(ENTRIES, run.inclusion(), run.consistency());
    }

    private Kind inclusion() {
        Histogram nanos = new Histogram(3);
        int longest = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int index = random.nextInt(ENTRIES);
            List<Hash> proof = tree.inclusion(index);
            longest = Math.max(longest, proof.size());
            Hash leaf = Hash.leaf(entry(index).bytes());
            long start = System.nanoTime();
            boolean right = Proofs.includes(leaf, index, ENTRIES, proof, root);
            nanos.recordValue(System.nanoTime() - start);
            require(right, "inclusion of " + index);
        }
        return figures(longest, nanos);
    }

    private Kind consistency() {
        Histogram nanos = new Histogram(3);
        TreeHead now = new TreeHead(ENTRIES, root);
        int longest = 0;
        for (int i = 0; i < SAMPLES / 10; i++) {
            int size = 1 + random.nextInt(ENTRIES - 1);
            TreeHead earlier = new TreeHead(size, tree.at(size).root());
            List<Hash> proof = tree.consistency(size);
            longest = Math.max(longest, proof.size());
            long start = System.nanoTime();
            boolean right = Proofs.continues(earlier, now, proof);
            nanos.recordValue(System.nanoTime() - start);
            require(right, "consistency with " + size);
        }
        return figures(longest, nanos);
    }

    private static Kind figures(int longest, Histogram nanos) {
        double nanosAMilli = TimeUnit.MILLISECONDS.toNanos(1);
        return new Kind(
                longest,
                nanos.getValueAtPercentile(50) / nanosAMilli,
                nanos.getValueAtPercentile(99) / nanosAMilli);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new CannotMeasure("a right proof was refused: " + what, null);
        }
    }

    private static Hash entry(int number) {
        return Hash.sha256(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private static final class InMemory implements TreeRows {

        private final Map<Integer, OpenHash> open = new HashMap<>();
        private final Map<Integer, byte[]> full = new HashMap<>();

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
            return Optional.ofNullable(full.get(key(level, (int) tile)));
        }

        @Override
        public void full(int level, long tile, byte[] hashes) {
            full.put(key(level, (int) tile), hashes);
        }

        /** A million entries have fewer than 2^24 tiles. */
        private static int key(int level, int place) {
            return level << 24 | place;
        }
    }
}
