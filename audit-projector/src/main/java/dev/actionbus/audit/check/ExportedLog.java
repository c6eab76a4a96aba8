package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was once written down about a log, away from the bus: a signed note ({@code
 * <partition>.checkpoint}), and beside it the entries it stands for ({@code <partition>.entries},
 * 32 bytes each). Without the entries a change is found, but not where it is.
 */
public final class ExportedLog {

    static final String CHECKPOINT = ".checkpoint";
    static final String ENTRIES = ".entries";
    static final String KEYS = "keys";

    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final Optional<Entries> entries;

    ExportedLog(SignedNote note, Optional<Entries> entries) {
        this.note = note;
        this.checkpoint = Checkpoint.parse(note.text());
        this.entries = entries;
    }

    /**
     * @param place the directory of an export, or one checkpoint of it
     * @throws IOException it can not be read, or is none
     */
    public static List<ExportedLog> read(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(readOne(place));
        }
        List<ExportedLog> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(CHECKPOINT)).sorted().toList()) {
                all.add(readOne(file));
            }
        }
        if (all.isEmpty()) {
            throw new IOException(place + " has no *" + CHECKPOINT);
        }
        return all;
    }

    /** The verifier keys of an export; none if it has no file of them. */
    public static List<VerifierKey> keys(Path place) throws IOException {
        Path file = Files.isDirectory(place) ? place.resolve(KEYS) : place.resolveSibling(KEYS);
        return Files.exists(file) ? readKeys(file) : List.of();
    }

    /**
     * Verifier keys, one a line.
     *
     * @throws IOException it can not be read, or a line is none
     */
    public static List<VerifierKey> readKeys(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .filter(it -> !it.isBlank())
                    .map(VerifierKey::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    Optional<Entries> entries() {
        return entries;
    }

    /** Whether it can be believed. */
    Optional<Finding> damage(Collection<VerifierKey> keys) {
        if (keys.stream().noneMatch(it -> it.verifies(note))) {
            return damaged("is not signed by a known key but by " + PublishedNotes.signers(note));
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Entries all = entries.orElseThrow();
        boolean fits =
                all.size() == checkpoint.head().size()
                        && all.root().equals(checkpoint.head().root());
        return fits ? Optional.empty() : damaged("does not fit its entries");
    }

    private Optional<Finding> damaged(String what) {
        String text = "the exported checkpoint of partition " + checkpoint.log().partition();
        return Optional.of(
                new Finding(Kind.EXPORT_DAMAGED, checkpoint.log().origin(), text + " " + what));
    }

    private static ExportedLog readOne(Path file) throws IOException {
        String name = file.toString();
        Path entries =
                name.endsWith(CHECKPOINT)
                        ? Path.of(name.substring(0, name.length() - CHECKPOINT.length()) + ENTRIES)
                        : Path.of(name + ENTRIES);
        try {
            return new ExportedLog(
                    SignedNote.parse(Files.readString(file)),
                    Files.exists(entries) ? Optional.of(Entries.of(entries)) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
