package dev.actionbus.audit;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.TreeHead;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the tree of one partition when it has grown and continues everything that was signed
 * before. A tree that is smaller may be one that is being rebuilt: it is signed when it has caught
 * up. A tree with another root at a signed size is never signed.
 */
final class TreeSigner {

    private static final Logger log = LoggerFactory.getLogger(TreeSigner.class);

    private final LogId id;
    private final Signing signing;
    private final ViewRows rows;
    private final Deque<TreeHead> promised = new ArrayDeque<>();
    private TreeHead last = new TreeHead(0, Hash.EMPTY);
    private boolean violated;

    TreeSigner(LogId id, Signing signing, ViewRows rows) {
        this.id = id;
        this.signing = signing;
        this.rows = rows;
        Optional.ofNullable(rows.get(ViewStore.signedKey()))
                .map(TreeSigner::head)
                .ifPresent(promised::add);
        signing.published().last(id).flatMap(this::ours).ifPresent(promised::add);
    }

    /**
     * The checkpoint of what the tree is now; that it was signed is on record when this returns.
     */
    Optional<SignedNote> sign(GrowingTree tree) {
        if (!keepsPromises(tree) || tree.size() == last.size()) {
            return Optional.empty();
        }
        last = tree.head();
        rows.put(ViewStore.signedKey(), row(last));
        return Optional.of(signing.keys().sign(new Checkpoint(id, last)));
    }

    private boolean keepsPromises(GrowingTree tree) {
        while (!violated && !promised.isEmpty()) {
            TreeHead signed = promised.getFirst();
            if (tree.size() < signed.size()) {
                return false;
            }
            if (tree.tree().at(signed.size()).root().equals(signed.root())) {
                last = last.size() < signed.size() ? signed : last;
                promised.removeFirst();
            } else {
                violated = true;
                signing.integrity().violated(id, signed);
            }
        }
        return !violated;
    }

    private Optional<TreeHead> ours(SignedNote note) {
        if (signing.keys().verifiers().stream().noneMatch(key -> key.verifies(note))) {
            log.warn("the last checkpoint of {} was signed with a key that is not here", id);
            return Optional.empty();
        }
        return Optional.of(Checkpoint.parse(note.text()).head());
    }

    private static byte[] row(TreeHead head) {
        return ByteBuffer.allocate(Long.BYTES + Hash.BYTES)
                .putLong(head.size())
                .put(head.root().bytes())
                .array();
    }

    private static TreeHead head(byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        long size = buffer.getLong();
        byte[] root = new byte[Hash.BYTES];
        buffer.get(root);
        return new TreeHead(size, Hash.of(root));
    }
}
