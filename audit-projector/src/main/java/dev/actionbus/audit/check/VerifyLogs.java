package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.check.LogCheck.Expected;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.VerifierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recomputes the tree of every log from raw bytes and compares it with all that was signed: the
 * published notes, and checkpoints exported earlier.
 */
public final class VerifyLogs {

    private final PublishedNotes notes;
    private final Map<LogId, LogCheck> checks = new LinkedHashMap<>();
    private final List<Finding> others;
    private final boolean anythingSigned;

    VerifyLogs(
            Collection<LogId> logs,
            PublishedNotes notes,
            Collection<ExportedLog> exports,
            Collection<VerifierKey> keys) {
        this.notes = notes;
        this.others = new ArrayList<>(notes.findings());
        this.anythingSigned = !notes.byLog().isEmpty() || !exports.isEmpty();
        List<ExportedLog> sound = new ArrayList<>();
        for (ExportedLog export : exports) {
            export.damage(keys).ifPresentOrElse(others::add, () -> sound.add(export));
            if (!logs.contains(export.checkpoint().log())) {
                others.add(foreign(export));
            }
        }
        for (LogId log : logs) {
            List<ExportedLog> its =
                    sound.stream().filter(it -> it.checkpoint().log().equals(log)).toList();
            checks.put(log, new LogCheck(log, expected(notes.of(log), its), entries(its)));
        }
    }

    /**
     * Reads everything and compares.
     *
     * @param keys that notes may be signed with
     * @param exports none, or made earlier
     */
    public static Verification run(
            LogScan scan,
            Collection<VerifierKey> keys,
            Collection<ExportedLog> exports,
            Progress progress) {
        VerifyLogs verify = over(scan, keys, exports);
        scan.records(verify::accept, progress);
        return verify.result();
    }

    /** Ready for the records of the scan. */
    static VerifyLogs over(
            LogScan scan, Collection<VerifierKey> keys, Collection<ExportedLog> exports) {
        List<LogId> logs = scan.logs();
        PublishedNotes notes = PublishedNotes.judge(scan.notes(), logs, keys);
        VerifyLogs verify = new VerifyLogs(logs, notes, exports, keys);
        scan.firstOffsets().forEach(verify::startsAt);
        return verify;
    }

    PublishedNotes notes() {
        return notes;
    }

    /** Returns the record's entry. */
    Hash accept(LogId log, LogRecord record) {
        return Objects.requireNonNull(checks.get(log)).accept(record);
    }

    Verification result() {
        List<LogReport> reports = checks.values().stream().map(LogCheck::report).toList();
        if (!anythingSigned && reports.stream().anyMatch(it -> it.head().size() > 0)) {
            others.add(
                    new Finding(
                            Kind.NOTHING_SIGNED,
                            "",
                            "there are records, but no note that vouches for any of them"));
        }
        return new Verification(reports, List.copyOf(others));
    }

    private void startsAt(LogId log, long offset) {
        if (offset > 0) {
            String text =
                    "partition "
                            + log.partition()
                            + " begins at offset "
                            + offset
                            + ": what came before was deleted";
            others.add(new Finding(Kind.START_MISSING, log.origin(), text));
        }
    }

    private static List<Expected> expected(
            List<PublishedNotes.Published> notes, List<ExportedLog> exports) {
        return Stream.concat(
                        notes.stream().map(it -> new Expected(it.where(), it.checkpoint().head())),
                        exports.stream()
                                .map(it ->
                                        new Expected(
                                                "the exported checkpoint", it.checkpoint().head())))
                .toList();
    }

    private static Optional<Entries> entries(List<ExportedLog> exports) {
        return exports.stream().flatMap(it -> it.entries().stream()).findFirst();
    }

    private static Finding foreign(ExportedLog export) {
        String origin = export.checkpoint().log().origin();
        return new Finding(
                Kind.EXPORT_FOREIGN, origin, "the export is of " + origin + ", not kept here");
    }
}
