package dev.actionbus.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the roots that the implementations of RFC 6962 share, and against the definition. */
final class MerkleTreeTest {

    private static final List<Hash> LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(hex -> Hash.leaf(HexFormat.of().parseHex(hex)))
                    .toList();

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsAreThoseOfTheReferenceImplementations(int size, String root) {
        assertThat(treeOf(LEAVES.subList(0, size)).root()).hasToString(root);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 64, 100, 255, 256, 257})
    void everyLeafHasAProofAndNoOtherLeafHasIt(int size) {
        List<Hash> leaves = leaves(size);
        MerkleTree tree = treeOf(leaves);
        Hash stranger = Hash.leaf(new byte[] {42});
        for (int i = 0; i < size; i++) {
            List<Hash> proof = tree.inclusion(i);
            assertThat(Proofs.includes(leaves.get(i), i, size, proof, tree.root())).isTrue();
            assertThat(Proofs.includes(stranger, i, size, proof, tree.root())).isFalse();
            assertThat(Proofs.includes(leaves.get(i), i + 1, size, proof, tree.root())).isFalse();
            if (!proof.isEmpty()) {
                List<Hash> shorter = proof.subList(0, proof.size() - 1);
                assertThat(Proofs.includes(leaves.get(i), i, size, shorter, tree.root())).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 33, 64, 65})
    void everyTreeContinuesEveryEarlierOneAndNoOther(int size) {
        MerkleTree tree = treeOf(leaves(size));
        TreeHead later = new TreeHead(size, tree.root());
        for (int earlier = 0; earlier <= size; earlier++) {
            TreeHead head = new TreeHead(earlier, tree.at(earlier).root());
            List<Hash> proof = tree.consistency(earlier);
            assertThat(Proofs.continues(head, later, proof)).isTrue();
            if (earlier > 0 && earlier < size) {
                TreeHead other = new TreeHead(earlier, Hash.leaf(new byte[] {42}));
                assertThat(Proofs.continues(other, later, proof)).isFalse();
                assertThat(Proofs.continues(later, head, proof)).isFalse();
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(Hash.EMPTY);
                assertThat(Proofs.continues(head, later, longer)).isFalse();
                assertThat(Proofs.continues(head, later, List.of())).isFalse();
            }
        }
    }

    @Test
    void aProofOfAMillionLeavesHasTwentyHashes() {
        Subtrees same = (height, index) -> Hash.EMPTY;
        MerkleTree tree = new MerkleTree(1_000_000, same);

        assertThat(tree.inclusion(999_999).size()).isLessThanOrEqualTo(20);
        assertThat(tree.inclusion(0)).hasSize(20);
    }

    @Test
    void whatIsNotThereHasNoProof() {
        MerkleTree tree = treeOf(LEAVES);

        assertThatThrownBy(() -> tree.inclusion(8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.inclusion(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.at(9)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Hash> leaves(int size) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(Hash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
        return leaves;
    }

    /** Straight from the definition: no tiles, no rows. */
    static MerkleTree treeOf(List<Hash> leaves) {
        return new MerkleTree(leaves.size(), new Plain(leaves));
    }

    private record Plain(List<Hash> leaves) implements Subtrees {
        @Override
        public Hash root(int height, long index) {
            return height == 0
                    ? leaves.get((int) index)
                    : Hash.node(root(height - 1, 2 * index), root(height - 1, 2 * index + 1));
        }
    }
}
