package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The notes of a topic, judged without the records they are about.
 *
 * @param byLog those that are signed by a known key, in the order of their offsets
 * @param findings what is wrong with the others, and with their order
 */
record PublishedNotes(Map<LogId, List<Published>> byLog, List<Finding> findings) {

    /**
     * A note signed by a known key.
     *
     * @param where for messages
     */
    record Published(String where, SignedNote note, Checkpoint checkpoint) {

        long size() {
            return checkpoint.head().size();
        }
    }

    private sealed interface Judged {
        record Right(Published published) implements Judged {}

        record Wrong(Finding finding) implements Judged {}
    }

    /**
     * @param logs those that are there
     * @param keys those that are known
     */
    static PublishedNotes judge(
            List<NoteRecord> notes, Collection<LogId> logs, Collection<VerifierKey> keys) {
        Map<LogId, List<Published>> byLog = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        Set<LogId> known = Set.copyOf(logs);
        // A signature takes longer to check than everything else.
        List<Judged> judged = notes.parallelStream().map(it -> judge(it, known, keys)).toList();
        for (Judged one : judged) {
            switch (one) {
                case Judged.Wrong wrong -> findings.add(wrong.finding());
                case Judged.Right right -> {
                    Published next = right.published();
                    List<Published> before =
                            byLog.computeIfAbsent(
                                    next.checkpoint().log(), log -> new ArrayList<>());
                    if (!before.isEmpty() && next.size() < before.getLast().size()) {
                        findings.add(shrinks(before.getLast(), next));
                    }
                    before.add(next);
                }
            }
        }
        return new PublishedNotes(byLog, findings);
    }

    List<Published> of(LogId log) {
        return byLog.getOrDefault(log, List.of());
    }

    /** The one about most records. */
    Optional<Published> latest(LogId log) {
        return of(log).stream().max((a, b) -> Long.compare(a.size(), b.size()));
    }

    /** The text of the key ids that signed a note, for messages. */
    static String signers(SignedNote note) {
        return note.signatures().stream()
                .map(it -> it.keyName() + "+" + HexFormat.of().toHexDigits(it.keyId()))
                .collect(Collectors.joining(", "));
    }

    private static Judged judge(NoteRecord record, Set<LogId> logs, Collection<VerifierKey> keys) {
        String where = record.where();
        String origin = "";
        try {
            origin = utf8(record.key());
            SignedNote note = SignedNote.parse(utf8(record.value()));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            String signedOrigin = checkpoint.log().origin();
            if (!signedOrigin.equals(origin)) {
                return wrong(Kind.NOTE_UNREADABLE, origin, where + " is about " + signedOrigin);
            }
            if (!logs.contains(checkpoint.log())) {
                return wrong(Kind.NOTE_FOREIGN, origin, where + " is about a log not kept here");
            }
            if (keys.stream().noneMatch(it -> it.verifies(note))) {
                String text = where + " is not signed by a known key but by " + signers(note);
                return wrong(Kind.NOTE_UNSIGNED, origin, text);
            }
            return new Judged.Right(new Published(where, note, checkpoint));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return wrong(Kind.NOTE_UNREADABLE, origin, where + ": " + e.getMessage());
        }
    }

    private static Judged wrong(Kind kind, String origin, String text) {
        return new Judged.Wrong(new Finding(kind, origin, text));
    }

    private static Finding shrinks(Published before, Published next) {
        return new Finding(
                Kind.NOTE_SHRINKS,
                next.checkpoint().log().origin(),
                next.where()
                        + " is about "
                        + next.size()
                        + " records, the one before it about "
                        + before.size());
    }

    private static String utf8(byte @Nullable [] bytes) throws CharacterCodingException {
        if (bytes == null) {
            throw new IllegalArgumentException("a note has a key and a value");
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
