package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.check.CopiedLog.Bytes;
import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What notes and exports can have wrong, each beside a log that is right. */
final class PublishedNotesTest {

    private final CopiedLog log =
            new CopiedLog(
                    IntStream.range(0, 9)
                            .mapToObj(it -> new Bytes(new byte[] {(byte) it}, new byte[] {1}))
                            .toList());
    @TempDir private Path directory;
    private LogKeys keys;
    private LogKeys strange;

    @BeforeEach
    void makesKeys() throws IOException {
        keys = LogKeys.at(directory.resolve("a"), "actionbus/abc");
        strange = LogKeys.at(directory.resolve("b"), "actionbus/abc");
    }

    @Test
    void rightNotesAreCountedAndTheTailIsNotSigned() {
        Verification found = found(log.published(3, keys), log.published(7, keys));

        assertThat(found.findings()).isEmpty();
        assertThat(found.logs().getFirst().rightNotes()).isEqualTo(2);
        assertThat(found.logs().getFirst().signed()).isEqualTo(7);
        assertThat(found.logs().getFirst().head()).isEqualTo(log.head(9));
    }

    @Test
    void strangeSignaturesGarbageAndStepsBackAreFound() {
        byte[] origin = CopiedLog.LOG.origin().getBytes(StandardCharsets.UTF_8);
        LogId elsewhere = new LogId("abc", "action.events", 7);
        Checkpoint foreign = new Checkpoint(elsewhere, log.head(2));

        assertThat(kinds(found(log.published(3, strange)))).contains(Kind.NOTE_UNSIGNED);
        assertThat(kinds(found(log.published(3, keys), new NoteRecord(2, 1, origin, null))))
                .containsExactly(Kind.NOTE_UNREADABLE);
        assertThat(kinds(found(log.published(3, keys), new NoteRecord(2, 1, origin, origin))))
                .containsExactly(Kind.NOTE_UNREADABLE);
        assertThat(
                        kinds(
                                found(
                                        log.published(3, keys),
                                        new NoteRecord(
                                                7,
                                                0,
                                                elsewhere.origin().getBytes(StandardCharsets.UTF_8),
                                                keys.sign(foreign)
                                                        .format()
                                                        .getBytes(StandardCharsets.UTF_8)))))
                .containsExactly(Kind.NOTE_FOREIGN);
        assertThat(kinds(found(log.published(7, keys), log.published(3, keys))))
                .containsExactly(Kind.NOTE_SHRINKS);
        assertThat(kinds(found())).containsExactly(Kind.NOTHING_SIGNED);
    }

    @Test
    void aNoteForOtherOrMoreRecordsIsFound() {
        NoteRecord other = note(new TreeHead(5, Hash.EMPTY));
        NoteRecord longer = note(new TreeHead(12, Hash.EMPTY));

        Verification differs = found(log.published(3, keys), other);
        assertThat(kinds(differs)).containsExactly(Kind.ROOT_DIFFERS);
        assertThat(differs.findings().getFirst().text()).contains("one of 3 to 4 of partition 2");
        Verification misses = found(longer);
        assertThat(kinds(misses)).containsExactly(Kind.RECORDS_MISSING);
        assertThat(misses.findings().getFirst().text()).contains("3 are missing at the end");
    }

    @Test
    void twoHistoriesSignedForOneSizeAreFound() {
        Verification fork = found(log.published(5, keys), note(new TreeHead(5, Hash.EMPTY)));

        assertThat(fork.findings().getFirst().text()).contains("different roots for the same");
    }

    @Test
    void aDamagedOrForeignExportIsNotBelieved() {
        ExportedLog unsigned = log.exported(4, strange);
        ExportedLog unfit =
                new ExportedLog(log.note(4, keys), Optional.of(Entries.of(log.entries(3))));

        for (ExportedLog export : List.of(unsigned, unfit)) {
            Verification found =
                    log.verified(
                            List.of(log.published(4, keys)), List.of(export), keys.verifiers());
            assertThat(kinds(found)).containsExactly(Kind.EXPORT_DAMAGED);
        }
    }

    private static List<Kind> kinds(Verification found) {
        return found.findings().stream().map(Finding::kind).toList();
    }

    private NoteRecord note(TreeHead head) {
        return CopiedLog.published(9, keys.sign(new Checkpoint(CopiedLog.LOG, head)));
    }

    private Verification found(NoteRecord... notes) {
        return log.verified(List.of(notes), List.of(), keys.verifiers());
    }
}
