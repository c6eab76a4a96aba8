package dev.actionbus.audit;

import static dev.actionbus.audit.ViewSamples.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.SignerKey;
import dev.actionbus.audit.log.TreeHead;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** I12: what is signed is never taken back. */
final class TreeSignerTest {

    private final LogKeys keys = LogKeys.of(SignerKey.generate("actionbus/test"));
    private final Integrity integrity = new Integrity();
    private final ViewSamples.MemoryRows rows = new ViewSamples.MemoryRows();
    private final GrowingTree tree = new GrowingTree(new StoredTree(rows));
    private Optional<SignedNote> published = Optional.empty();

    @Test
    void aTreeIsSignedWhenItHasGrownAndOnlyThen() {
        TreeSigner signer = signer(rows);
        assertThat(signer.sign(tree)).isEmpty();

        grow(tree, 3);
        SignedNote note = signer.sign(tree).orElseThrow();

        assertThat(keys.verifiers().getFirst().verifies(note)).isTrue();
        assertThat(Checkpoint.parse(note.text())).isEqualTo(new Checkpoint(LOG, tree.head()));
        assertThat(signer.sign(tree)).isEmpty();
        assertThat(signer(rows).sign(tree)).isEmpty();
    }

    @Test
    void i12_aSmallerTreeIsNotSignedUntilItHasCaughtUp() {
        grow(tree, 300);
        published = signer(rows).sign(tree);
        ViewSamples.MemoryRows lost = new ViewSamples.MemoryRows();
        GrowingTree again = new GrowingTree(new StoredTree(lost));
        TreeSigner signer = signer(lost);

        grow(again, 299);
        assertThat(signer.sign(again)).isEmpty();
        grow(again, 300);
        assertThat(signer.sign(again)).as("was signed before").isEmpty();
        grow(again, 301);

        assertThat(signer.sign(again)).isPresent();
        assertThat(integrity.violations()).isEmpty();
    }

    @Test
    void i12_aTreeThatContradictsThePublishedCheckpointIsNeverSigned() {
        published = Optional.of(signed(new TreeHead(2, Hash.EMPTY)));
        TreeSigner signer = signer(rows);
        grow(tree, 1);
        assertThat(signer.sign(tree)).isEmpty();
        assertThat(integrity.violations()).isEmpty();

        grow(tree, 2);
        assertThat(signer.sign(tree)).isEmpty();
        grow(tree, 500);
        assertThat(signer.sign(tree)).isEmpty();
        assertThat(integrity.violations())
                .singleElement()
                .asString()
                .contains("INTEGRITY_VIOLATION", LOG.origin(), "size 2");
    }

    @Test
    void i12_aTreeThatContradictsTheStoredRowIsNeverSigned() {
        grow(tree, 10);
        assertThat(signer(rows).sign(tree)).isPresent();
        ViewSamples.MemoryRows other = new ViewSamples.MemoryRows();
        other.put(ViewStore.signedKey(), Objects.requireNonNull(rows.get(ViewStore.signedKey())));
        GrowingTree forged = new GrowingTree(new StoredTree(other));
        forged.append(Hash.sha256(new byte[] {99}));
        grow(forged, 20);

        assertThat(signer(other).sign(forged)).isEmpty();
        assertThat(integrity.violations()).hasSize(1);
    }

    @Test
    void aCheckpointOfAStrangerBindsNobody() {
        LogKeys strange = LogKeys.of(SignerKey.generate("actionbus/test"));
        published =
                Optional.of(strange.sign(new Checkpoint(LOG, new TreeHead(1 << 30, Hash.EMPTY))));
        TreeSigner signer = signer(rows);
        grow(tree, 1);

        assertThat(signer.sign(tree)).isPresent();
    }

    private SignedNote signed(TreeHead head) {
        return keys.sign(new Checkpoint(LOG, head));
    }

    private TreeSigner signer(ViewRows where) {
        return new TreeSigner(LOG, new Signing(keys, log -> published, integrity), where);
    }

    private static void grow(GrowingTree tree, int size) {
        for (long i = tree.size(); i < size; i++) {
            tree.append(Hash.sha256(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
    }
}
