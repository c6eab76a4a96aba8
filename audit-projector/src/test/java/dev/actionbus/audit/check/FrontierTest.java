package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrontierTest {

    private static final int MOST = 300;

    @Test
    void everyPrefixHasTheRootOfItsTree() {
        CopiedLog log =
                new CopiedLog(
                        IntStream.range(0, MOST)
                                .mapToObj(it -> new CopiedLog.Bytes(number(it), number(-it)))
                                .toList());
        Frontier tree = new Frontier();
        List<Hash> entries = log.entries(MOST);

        assertThat(tree.head().root()).isEqualTo(Hash.EMPTY);
        for (int size = 1; size <= MOST; size++) {
            tree.append(Hash.leaf(entries.get(size - 1).bytes()));
            assertThat(tree.head()).as("size %d", size).isEqualTo(log.head(size));
        }
    }

    @Test
    void aTreeOfThreeHasTheShapeOfRfc6962() {
        LogId id = CopiedLog.LOG;
        List<Hash> leaves =
                IntStream.range(0, 3)
                        .mapToObj(it -> new LogRecord(it, it, null, number(it)).entry(id))
                        .map(it -> Hash.leaf(it.bytes()))
                        .toList();
        Frontier tree = new Frontier();
        leaves.forEach(tree::append);

        assertThat(tree.head().root())
                .isEqualTo(Hash.node(Hash.node(leaves.get(0), leaves.get(1)), leaves.get(2)));
    }

    private static byte[] number(int n) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(n).array();
    }
}
