package dev.actionbus.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program, started as {@code ./actionbus} starts it. */
final class Program {

    static final Path JAR = Path.of("target/actionbus.jar");

    private static final List<String> FLAGS =
            List.of(
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC");

    /**
     * The first command line leaves the classes that all others begin with (JEP 350): those of this
     * packaged program.
     */
    private static final List<String> COMMAND =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=target/commands-" + packagedAt() + ".jsa",
                    "-Xlog:disable");

    private Program() {}

    private static long packagedAt() {
        try {
            return Files.getLastModifiedTime(JAR).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run left behind. */
    record Ran(int exitCode, String out, String err) {}

    /** Runs one command line to its end. */
    static Ran run(Duration patience, String... args) {
        return run(patience, COMMAND, args);
    }

    /** The same with other flags of Java. Whatever it has started ends with it. */
    static Ran run(Duration patience, List<String> flags, String... args) {
        try {
            Path directory = Files.createTempDirectory("actionbus-run");
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            Process process = start(out, err, flags, List.of(args));
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            String.join(" ", args)
                                    + " still runs after "
                                    + patience
                                    + "\n"
                                    + Files.readString(out)
                                    + Files.readString(err));
                }
                return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Files.delete(out);
                Files.delete(err);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static Process start(Path out, Path err, List<String> heap, List<String> args)
            throws IOException {
        List<String> command = new ArrayList<>();
        // A build in the background ignores SIGINT, and its children would, too.
        command.addAll(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dactionbus.home=" + Path.of("..").toAbsolutePath().normalize());
        command.addAll(FLAGS);
        command.addAll(heap);
        command.addAll(List.of("-cp", JAR.toString(), Main.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                .start();
    }
}
