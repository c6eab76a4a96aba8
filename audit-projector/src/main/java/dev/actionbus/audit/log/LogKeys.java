package dev.actionbus.audit.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that sign checkpoints, in a file that only its owner can read. Every key in it signs: in
 * a rotation the new one first, the one before it as well, so that whoever trusts the old key can
 * learn the new one.
 *
 * @param keys newest first; one, or two after a rotation
 */
public record LogKeys(List<SignerKey> keys) {

    private static final String OWNER_ONLY = "rw-------";
    private static final int MOST = 2;

    public LogKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a log needs a key");
        }
    }

    /**
     * Reads the file; makes it, with a new key, when it is not there.
     *
     * @throws IOException it can not be read or written, others can read it, or it is damaged
     */
    public static LogKeys at(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            write(file, List.of(SignerKey.generate(name)));
        }
        return read(file);
    }

    /** Puts a new key in front and forgets all but the one before it. */
    public static LogKeys rotate(Path file, String name) throws IOException {
        List<SignerKey> keys = new ArrayList<>(at(file, name).keys());
        keys.addFirst(SignerKey.generate(name));
        write(file, keys.subList(0, Math.min(MOST, keys.size())));
        return read(file);
    }

    public SignedNote sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        return new SignedNote(text, keys.stream().map(it -> it.sign(text)).toList());
    }

    public List<VerifierKey> verifiers() {
        return keys.stream().map(SignerKey::verifier).toList();
    }

    private static LogKeys read(Path file) throws IOException {
        if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                .equals(OWNER_ONLY)) {
            throw new IOException(file + ": others can read the signing key; chmod 600 it");
        }
        List<String> lines = Files.readAllLines(file);
        List<SignerKey> keys = new ArrayList<>();
        try {
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                keys.add(SignerKey.parse(lines.get(i), lines.get(i + 1)));
            }
            return new LogKeys(keys);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** At once or not at all: a half written key would lose the log's identity. */
    private static void write(Path file, List<SignerKey> keys) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "key",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(OWNER_ONLY)));
        StringBuilder text = new StringBuilder();
        keys.forEach(it -> text.append(it.lines()));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
