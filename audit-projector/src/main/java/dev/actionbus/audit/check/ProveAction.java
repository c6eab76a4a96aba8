package dev.actionbus.audit.check;

import dev.actionbus.audit.check.ProofFile.Proven;
import dev.actionbus.audit.check.PublishedNotes.Published;
import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Proves that all records of an action are in the log, from raw bytes; the records of an action are
 * those with its id as their key. Holds the entries of all logs in memory, 32 bytes each.
 */
public final class ProveAction {

    private final byte[] key;
    private final VerifyLogs verify;
    private final Map<LogId, GrowingTree> trees = new HashMap<>();
    private final Map<LogId, List<LogRecord>> found = new LinkedHashMap<>();

    private ProveAction(String actionId, VerifyLogs verify) {
        this.key = actionId.getBytes(StandardCharsets.UTF_8);
        this.verify = verify;
    }

    /**
     * What came of it.
     *
     * @param file empty when no record of the action is covered by a note yet
     * @param uncovered records that no note covers yet
     */
    public record Result(Optional<ProofFile> file, long uncovered) {}

    /**
     * @param keys that notes may be signed with
     * @throws NotVerified the log with the action is not what was signed
     */
    public static Result run(
            LogScan scan, Collection<VerifierKey> keys, String actionId, Progress progress) {
        ProveAction prove = new ProveAction(actionId, VerifyLogs.over(scan, keys, List.of()));
        scan.records(prove::accept, progress);
        return prove.result(actionId, List.copyOf(keys));
    }

    private void accept(LogId log, LogRecord record) {
        Hash entry = verify.accept(log, record);
        trees.computeIfAbsent(log, it -> new GrowingTree(new HeapRows())).append(entry);
        if (Arrays.equals(key, record.key())) {
            found.computeIfAbsent(log, it -> new ArrayList<>()).add(record);
        }
    }

    private Result result(String actionId, List<VerifierKey> keys) {
        Verification verification = verify.result();
        long all = 0;
        Optional<ProofFile> file = Optional.empty();
        for (Map.Entry<LogId, List<LogRecord>> it : found.entrySet()) {
            if (!verification.isRight(it.getKey())) {
                throw new NotVerified(verification.findings());
            }
            all += it.getValue().size();
            if (file.isEmpty()) {
                file = proof(actionId, it.getKey(), it.getValue(), keys);
            }
        }
        return new Result(file, all - file.map(it -> it.records().size()).orElse(0));
    }

    private Optional<ProofFile> proof(
            String actionId, LogId log, List<LogRecord> records, List<VerifierKey> keys) {
        Optional<Published> latest = verify.notes().latest(log);
        if (latest.isEmpty() || records.getFirst().ordinal() >= latest.orElseThrow().size()) {
            return Optional.empty();
        }
        Published note = latest.orElseThrow();
        MerkleTree tree = Objects.requireNonNull(trees.get(log)).tree().at(note.size());
        List<Proven> proven =
                records.stream()
                        .filter(it -> it.ordinal() < note.size())
                        .map(it -> new Proven(it, tree.inclusion(it.ordinal())))
                        .toList();
        return Optional.of(new ProofFile(actionId, note.note(), keys, proven));
    }
}
