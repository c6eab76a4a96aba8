package dev.actionbus.executor.handler;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory with all it holds, to be removed although processes may still write to it. */
final class Tree extends SimpleFileVisitor<Path> {

    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);
    private static final int TRIES = 20;
    private static final long BETWEEN = Duration.ofMillis(5).toNanos();

    private Tree() {}

    /** Links are removed, not followed. What resists is left and logged. */
    static void remove(Path directory) {
        for (int tries = 1; ; tries++) {
            try {
                Files.walkFileTree(directory, new Tree());
                return;
            } catch (NoSuchFileException e) {
                if (!Files.exists(directory)) {
                    return;
                }
            } catch (IOException e) {
                if (tries == TRIES) {
                    LOG.warn("process: {} is not removed: {}", directory, e.toString());
                    return;
                }
            }
            // Killed processes take a moment to go.
            LockSupport.parkNanos(BETWEEN);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
            throws IOException {
        if (!Files.isReadable(directory) || !Files.isWritable(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
            throws IOException {
        if (failure != null) {
            throw failure;
        }
        Files.deleteIfExists(directory);
        return FileVisitResult.CONTINUE;
    }
}
