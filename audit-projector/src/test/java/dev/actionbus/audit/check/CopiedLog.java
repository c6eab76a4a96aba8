package dev.actionbus.audit.check;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.audit.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log in memory, whose records can be tampered with. Every third offset is a marker. */
final class CopiedLog {

    static final LogId LOG = new LogId("abc", "action.events", 2);

    /** The bytes of a record. */
    record Bytes(byte[] key, byte[] value) {}

    private final List<Bytes> records;

    CopiedLog(List<Bytes> records) {
        this.records = new ArrayList<>(records);
    }

    List<Bytes> records() {
        return records;
    }

    List<LogRecord> scanned() {
        List<LogRecord> all = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            all.add(new LogRecord(i, offset(i), records.get(i).key(), records.get(i).value()));
        }
        return all;
    }

    static long offset(long ordinal) {
        return ordinal + ordinal / 2;
    }

    List<Hash> entries(int size) {
        return scanned().stream().limit(size).map(it -> it.entry(LOG)).toList();
    }

    TreeHead head(int size) {
        List<Hash> leaves = entries(size).stream().map(it -> Hash.leaf(it.bytes())).toList();
        return new TreeHead(size, new MerkleTree(size, new Subtree(leaves)::root).root());
    }

    SignedNote note(int size, LogKeys keys) {
        return keys.sign(new Checkpoint(LOG, head(size)));
    }

    NoteRecord published(int size, LogKeys keys) {
        return published(size, note(size, keys));
    }

    static NoteRecord published(long offset, SignedNote note) {
        return new NoteRecord(
                LOG.partition(),
                offset,
                LOG.origin().getBytes(StandardCharsets.UTF_8),
                note.format().getBytes(StandardCharsets.UTF_8));
    }

    ExportedLog exported(int size, LogKeys keys) {
        return new ExportedLog(note(size, keys), Optional.of(Entries.of(entries(size))));
    }

    /** What a check of this log finds. */
    Verification verified(
            List<NoteRecord> notes, List<ExportedLog> exports, List<VerifierKey> keys) {
        PublishedNotes judged = PublishedNotes.judge(notes, List.of(LOG), keys);
        VerifyLogs verify = new VerifyLogs(List.of(LOG), judged, exports, keys);
        scanned().forEach(it -> verify.accept(LOG, it));
        return verify.result();
    }

    /** Roots by the definition, in the dearest way. */
    private record Subtree(List<Hash> leaves) {
        Hash root(int height, long index) {
            return height == 0
                    ? leaves.get((int) index)
                    : Hash.node(root(height - 1, 2 * index), root(height - 1, 2 * index + 1));
        }
    }
}
