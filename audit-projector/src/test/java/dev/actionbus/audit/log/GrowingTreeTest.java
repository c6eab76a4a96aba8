package dev.actionbus.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.audit.log.TreeRows.OpenHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrowingTreeTest {

    private final MemoryRows rows = new MemoryRows();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 66_000})
    void itHasTheRootOfTheDefinition(int size) {
        GrowingTree tree = new GrowingTree(rows);
        List<Hash> entries = append(tree, 0, size);

        assertThat(tree.head()).isEqualTo(new TreeHead(size, plain(entries).root()));
    }

    @Test
    void aRestartAnywhereChangesNothing() {
        Random random = new Random(7);
        GrowingTree tree = new GrowingTree(rows);
        List<Hash> entries = new ArrayList<>();
        while (entries.size() < 3_000) {
            entries.addAll(append(tree, entries.size(), 1 + random.nextInt(400)));
            tree = new GrowingTree(rows);
            assertThat(tree.head()).isEqualTo(new TreeHead(entries.size(), plain(entries).root()));
        }
    }

    @Test
    void proofsAndEntriesComeFromFullTilesAndFromTheOpenOne() {
        GrowingTree tree = new GrowingTree(rows);
        List<Hash> entries = append(tree, 0, 700);
        TreeHead head = tree.head();

        for (int i = 0; i < 700; i += 13) {
            Hash leaf = Hash.leaf(tree.entry(i).bytes());
            assertThat(tree.entry(i)).isEqualTo(entries.get(i));
            assertThat(Proofs.includes(leaf, i, 700, tree.tree().inclusion(i), head.root()))
                    .isTrue();
            TreeHead earlier = new TreeHead(i, tree.tree().at(i).root());
            assertThat(Proofs.continues(earlier, head, tree.tree().consistency(i))).isTrue();
        }
        assertThatThrownBy(() -> tree.entry(700)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNumberOfRowsOfOpenTilesDoesNotGrow() {
        append(new GrowingTree(rows), 0, 70_000);

        assertThat(rows.open).hasSizeLessThanOrEqualTo(256 + 256 + 1);
        assertThat(rows.full).hasSize(70_000 / 256 + 1);
    }

    private static List<Hash> append(GrowingTree tree, int from, int count) {
        List<Hash> entries = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            entries.add(Hash.sha256(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}));
        }
        entries.forEach(tree::append);
        return entries;
    }

    private static MerkleTree plain(List<Hash> entries) {
        return MerkleTreeTest.treeOf(
                entries.stream().map(entry -> Hash.leaf(entry.bytes())).toList());
    }

    /** What a store would keep. */
    private static final class MemoryRows implements TreeRows {
        private final Map<String, OpenHash> open = new HashMap<>();
        private final Map<String, byte[]> full = new HashMap<>();

        @Override
        public Optional<OpenHash> open(int level, int place) {
            return Optional.ofNullable(open.get(level + "/" + place));
        }

        @Override
        public void open(int level, OpenHash hash) {
            open.put(level + "/" + hash.index() % Tiles.WIDTH, hash);
        }

        @Override
        public Optional<byte[]> full(int level, long tile) {
            return Optional.ofNullable(full.get(level + "/" + tile));
        }

        @Override
        public void full(int level, long tile, byte[] hashes) {
            full.put(level + "/" + tile, hashes);
        }
    }
}
