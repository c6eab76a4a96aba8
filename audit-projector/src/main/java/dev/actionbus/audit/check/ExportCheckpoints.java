package dev.actionbus.audit.check;

import dev.actionbus.audit.check.PublishedNotes.Published;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.VerifierKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@link ExportedLog}s, after a check of everything: nothing wrong is exported. */
public final class ExportCheckpoints implements AutoCloseable {

    private static final String FRESH = ".new";

    private final Path directory;
    private final VerifyLogs verify;
    private final Map<LogId, OutputStream> entries = new HashMap<>();

    private ExportCheckpoints(Path directory, VerifyLogs verify) {
        this.directory = directory;
        this.verify = verify;
    }

    /**
     * One export for each log with a note.
     *
     * @param keys that notes may be signed with; they are written down, too
     * @throws IOException the files can not be written
     * @throws NotVerified the log is not what was signed; nothing is written
     */
    public static List<Checkpoint> run(
            LogScan scan, Collection<VerifierKey> keys, Path directory, Progress progress)
            throws IOException {
        Files.createDirectories(directory);
        VerifyLogs verify = VerifyLogs.over(scan, keys, List.of());
        try (ExportCheckpoints export = new ExportCheckpoints(directory, verify)) {
            for (LogId log : scan.logs()) {
                export.begin(log);
            }
            scan.records(export::accept, progress);
            List<Finding> findings = verify.result().findings();
            if (!findings.isEmpty()) {
                throw new NotVerified(findings);
            }
            export.closeEntries();
            return export.publish(scan.logs(), keys);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Takes away what is not complete. */
    @Override
    public void close() throws IOException {
        closeEntries();
        for (LogId log : entries.keySet()) {
            Files.deleteIfExists(fresh(log));
        }
    }

    private void begin(LogId log) throws IOException {
        if (verify.notes().latest(log).isPresent()) {
            entries.put(log, new BufferedOutputStream(Files.newOutputStream(fresh(log)), 1 << 16));
        }
    }

    private void accept(LogId log, LogRecord record) {
        Hash entry = verify.accept(log, record);
        Optional<Published> note = verify.notes().latest(log);
        OutputStream out = entries.get(log);
        if (out != null && note.isPresent() && record.ordinal() < note.orElseThrow().size()) {
            try {
                out.write(entry.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<Checkpoint> publish(List<LogId> logs, Collection<VerifierKey> keys)
            throws IOException {
        List<Checkpoint> written = new ArrayList<>();
        for (LogId log : logs) {
            Optional<Published> note = verify.notes().latest(log);
            if (note.isPresent()) {
                Files.move(
                        fresh(log),
                        directory.resolve(log.partition() + ExportedLog.ENTRIES),
                        StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(
                        directory.resolve(log.partition() + ExportedLog.CHECKPOINT),
                        note.orElseThrow().note().format());
                written.add(note.orElseThrow().checkpoint());
            }
        }
        Files.writeString(
                directory.resolve(ExportedLog.KEYS),
                keys.stream().map(it -> it.text() + "\n").collect(Collectors.joining()));
        return written;
    }

    private void closeEntries() throws IOException {
        for (OutputStream out : entries.values()) {
            out.close();
        }
    }

    private Path fresh(LogId log) {
        return directory.resolve(log.partition() + ExportedLog.ENTRIES + FRESH);
    }
}
