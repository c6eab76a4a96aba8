package dev.actionbus.executor.handler;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of a process has of its own on disk, for nobody else to read: its params until
 * they are open, its events, and a scratch directory. Gone when it is closed; when this JVM is
 * killed, the {@link GroupWarden} removes it.
 */
final class AttemptRoom implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static @Nullable Path house;

    private final Path path;
    private boolean paramsOpen;

    private AttemptRoom(Path path) {
        this.path = path;
    }

    static AttemptRoom with(String params) throws IOException {
        AttemptRoom room = new AttemptRoom(Files.createTempDirectory(house(), "attempt-"));
        try {
            Files.createDirectory(room.scratch(), OWNER_ONLY);
            // No channels: an interrupt must not close them.
            new FileOutputStream(room.events().toFile()).close();
            try (var out = new FileOutputStream(room.params().toFile())) {
                out.write(params.getBytes(StandardCharsets.UTF_8));
            }
            return room;
        } catch (IOException e) {
            room.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Path scratch() {
        return path.resolve("scratch");
    }

    Path events() {
        return path.resolve("events");
    }

    private Path params() {
        return path.resolve("params");
    }

    /** To be called now and then: the gate's first event tells that the params are open. */
    void forgetOpenParams() {
        if (!paramsOpen && events().toFile().length() > 0) {
            paramsOpen = true;
            var unused = params().toFile().delete();
        }
    }

    @Override
    public void close() {
        Tree.remove(path);
    }

    private static synchronized Path house() throws IOException {
        Path known = house;
        if (known == null || !Files.isDirectory(known)) {
            known = Files.createTempDirectory("actionbus-attempts-").toAbsolutePath();
            GroupWarden.SHARED.removeAtTheEnd(known);
            house = known;
        }
        return known;
    }
}
