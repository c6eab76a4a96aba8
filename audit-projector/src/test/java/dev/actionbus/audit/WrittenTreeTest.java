package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.ViewSamples.MemoryRows;
import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.MerkleTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WrittenTreeTest {

    private final MemoryRows rows = new MemoryRows();
    private final GrowingTree growing = new GrowingTree(new StoredTree(rows));

    @Test
    void anEarlierTreeIsReadWhileTheTreeGrows() {
        grow(700);
        MerkleTree earlier = growing.tree();
        Hash root = earlier.root();

        WrittenTree written = new WrittenTree(new GrowsWhenRead());

        assertThat(new MerkleTree(700, written).root()).isEqualTo(root);
        assertThat(new MerkleTree(700, new WrittenTree(rows)).root()).isEqualTo(root);
        assertThat(growing.size()).as("the open tile has become full").isGreaterThan(768);
        assertThat(new WrittenTree(rows).size()).isEqualTo(growing.size());
    }

    @Test
    void whatIsNotWrittenYetIsNotThere() {
        grow(300);

        assertThat(new WrittenTree(rows).kept(0, 299)).isPresent();
        assertThat(new WrittenTree(rows).kept(0, 300)).isEmpty();
        assertThat(new WrittenTree(rows).kept(1, 1)).isEmpty();
        assertThat(new WrittenTree(rows).kept(0, Long.MAX_VALUE / 512)).isEmpty();
    }

    private void grow(int by) {
        for (int i = 0; i < by; i++) {
            long index = growing.size();
            growing.append(Hash.sha256(new byte[] {(byte) index, (byte) (index >> 8)}));
        }
    }

    /** Seven entries come between any two questions. */
    private final class GrowsWhenRead implements ViewRows {
        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] found = rows.get(key);
            grow(7);
            return found;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            throw new UnsupportedOperationException("only reads");
        }
    }
}
