package dev.actionbus.executor.handler;

import dev.actionbus.document.Printable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The program of a process handler, looked up when its manifest is loaded. */
sealed interface Command {

    /** An absolute path that can be executed. */
    record Resolved(Path program) implements Command {}

    record Refused(String code, String message) implements Command {}

    /**
     * A name without slash is looked for on the PATH, then in the manifest's directory; a relative
     * path only there.
     */
    static Command resolve(String name, Path directory, String searchPath) {
        try {
            if (name.isEmpty()) {
                return new Refused("COMMAND_NOT_FOUND", "the command is empty");
            }
            Path path = Path.of(name);
            if (!path.isAbsolute() && Stream.of(name.split("/", -1)).anyMatch(".."::equals)) {
                return unsafe(name, "leaves the manifest's directory");
            }
            return places(path, directory, searchPath)
                    .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
                    .findFirst()
                    .map(p -> judged(name, p))
                    .orElseGet(() -> notFound(name));
        } catch (InvalidPathException e) {
            return notFound(name);
        }
    }

    /** Where a system program is, if anywhere. */
    static Optional<String> onPath(String name, String searchPath) {
        return directories(searchPath)
                .map(d -> d.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }

    private static Stream<Path> places(Path path, Path directory, String searchPath) {
        Stream<Path> here = Stream.of(directory.resolve(path));
        boolean bare = path.getNameCount() == 1 && !path.toString().contains("/");
        return bare ? Stream.concat(directories(searchPath).map(d -> d.resolve(path)), here) : here;
    }

    private static Stream<Path> directories(String searchPath) {
        return List.of(searchPath.split(File.pathSeparator, -1)).stream()
                .filter(entry -> entry.startsWith("/"))
                .map(Path::of);
    }

    private static Command judged(String name, Path program) {
        try {
            Path real = program.toRealPath();
            if ((mode(real) & 0002) != 0) {
                return unsafe(name, "can be written by everyone");
            }
            int parent = mode(real.resolveSibling("."));
            boolean sticky = (parent & 01000) != 0;
            return (parent & 0002) != 0 && !sticky
                    ? unsafe(name, "is in a directory everyone can write")
                    : new Resolved(program);
        } catch (IOException | UnsupportedOperationException e) {
            return unsafe(name, "has no readable permissions");
        }
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    private static Command notFound(String name) {
        return new Refused(
                "COMMAND_NOT_FOUND",
                Printable.line(name)
                        + " is no executable file on the PATH or in the manifest's directory");
    }

    private static Command unsafe(String name, String why) {
        return new Refused("COMMAND_UNSAFE", Printable.line(name) + " " + why);
    }
}
