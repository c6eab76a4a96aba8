package dev.actionbus.audit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that sign checkpoints, in a file that only its owner can read. The newest signs, and the
 * one before it as well, so that whoever trusts the old key can learn the new one. Of older ones
 * only the public halves are kept: what they signed can still be verified.
 *
 * @param all newest first; the first one signs
 */
public record LogKeys(List<LogKey> all) {

    private static final int SIGNING = 2;

    public LogKeys {
        all = List.copyOf(all);
        if (all.isEmpty() || all.getFirst().signer().isEmpty()) {
            throw new IllegalArgumentException("a log needs a key that signs");
        }
    }

    /** One key, in no file. */
    public static LogKeys of(SignerKey key) {
        return new LogKeys(List.of(LogKey.signing(key, Optional.empty())));
    }

    /**
     * Reads the file; makes it, with a new key, when it is not there. Of several processes that do
     * so at once, one makes it.
     *
     * @param name of the log's keys
     * @throws IOException it can not be read or written, others can read it, it is damaged, or its
     *     keys have another name; the message says which
     */
    public static LogKeys at(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            of(SignerKey.generate(name)).create(file);
        }
        LogKeys keys = read(file);
        String found = keys.all.getFirst().verifier().name();
        if (!found.equals(name)) {
            throw new IOException(file + " is the key of " + found + ", not of " + name);
        }
        return keys;
    }

    /**
     * Reads the file.
     *
     * @throws java.nio.file.NoSuchFileException there is none
     * @throws IOException as {@link #at}
     */
    public static LogKeys read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!PosixFilePermissions.toString(permissions).endsWith("------")) {
            throw new IOException(file + ": others can read the signing key; chmod 600 it");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + " can not be read");
        }
        try {
            return new LogKeys(KeyLines.parse(Files.readAllLines(file)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Puts a new key of the same name in front, in the file as well. Who has read the file before
     * goes on signing with what was read.
     *
     * @throws IOException as {@link #read}
     */
    public static LogKeys rotate(Path file, Instant at) throws IOException {
        LogKeys before = read(file);
        List<LogKey> keys = new ArrayList<>();
        SignerKey fresh = SignerKey.generate(before.all.getFirst().verifier().name());
        keys.add(LogKey.signing(fresh, Optional.of(at)));
        for (LogKey key : before.all) {
            keys.add(keys.size() < SIGNING ? key : key.retired());
        }
        new LogKeys(keys).write(file);
        return read(file);
    }

    public SignedNote sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        return new SignedNote(
                text,
                all.stream().flatMap(it -> it.signer().stream()).map(it -> it.sign(text)).toList());
    }

    /** The public halves of all of them. */
    public List<VerifierKey> verifiers() {
        return all.stream().map(LogKey::verifier).toList();
    }

    /** Unless somebody else was faster. */
    private void create(Path file) throws IOException {
        Path fresh = draft(file);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            return; // theirs is as good
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(fresh, file); // a file system without links
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** At once or not at all: a half written key would lose the log's identity. */
    private void write(Path file) throws IOException {
        Files.move(draft(file), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** All of it, under another name beside the file. */
    private Path draft(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path fresh =
                Files.createTempFile(
                        directory,
                        "key",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(KeyLines.of(all));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        return fresh;
    }
}
