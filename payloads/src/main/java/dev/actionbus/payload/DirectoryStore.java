package dev.actionbus.payload;

import dev.actionbus.action.PayloadClaim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One file a payload, named by its digest, under a folder of the digest's first two letters. A file
 * is there whole and on disk, or not at all.
 */
final class DirectoryStore implements PayloadStore {

    private final Path directory;

    DirectoryStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public void put(PayloadClaim claim, byte[] bytes) {
        Path folder = folder(claim);
        Path file = folder.resolve(claim.digest());
        if (hasAsMuch(file, bytes.length)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "part-", "");
            try {
                write(part, bytes);
                move(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
            sync(folder);
        } catch (IOException e) {
            throw PayloadTrouble.unavailable("can not write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<byte[]> get(PayloadClaim claim) {
        Path file = folder(claim).resolve(claim.digest());
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw PayloadTrouble.unavailable("can not read " + file + ": " + e.getMessage(), e);
        }
    }

    private Path folder(PayloadClaim claim) {
        return directory.resolve(claim.digest().substring(0, 2));
    }

    /** A file that was cut short by somebody is written anew. */
    private static boolean hasAsMuch(Path file, int bytes) {
        try {
            return Files.size(file) == bytes;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path part, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The name is on disk as well. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
