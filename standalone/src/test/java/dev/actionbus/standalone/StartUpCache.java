package dev.actionbus.standalone;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Java learns in a short training run (JEP 515), as {@code ./actionbus} uses it: a bus starts
 * with half the work. Made once for a packaged program; without it everything only takes longer.
 */
final class StartUpCache {

    private static final Path CACHE = Path.of("target/tests.aot");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> FLAGS =
            isReady()
                    ? List.of("-XX:AOTCache=" + CACHE, "-Xlog:disable", "-Xlog:all=error:stderr")
                    : List.of();

    private StartUpCache() {}

    /** For a program that is started with these flags. */
    static List<String> with(List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(FLAGS);
        return all;
    }

    /** Test JVMs run side by side: one makes it, the other waits. */
    private static boolean isReady() {
        try (FileChannel turn = FileChannel.open(Path.of(CACHE + ".lock"), CREATE, WRITE);
                FileLock _ = turn.lock()) {
            return isOfThisProgram() || train();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isOfThisProgram() throws IOException {
        return Files.exists(CACHE)
                && Files.getLastModifiedTime(CACHE)
                                .compareTo(Files.getLastModifiedTime(Program.JAR))
                        > 0;
    }

    private static boolean train() throws IOException, InterruptedException {
        Path made = Path.of(CACHE + ".new");
        Path said = Path.of(CACHE + ".log");
        Files.deleteIfExists(made);
        Process process =
                Program.start(
                        said,
                        said,
                        List.of("-Xmx512m", "-XX:AOTCacheOutput=" + made),
                        List.of("train", "--seconds", "3"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(made)) {
                System.err.println("no start-up cache for tests; see " + said.toAbsolutePath());
                return false;
            }
        } finally {
            end(process);
        }
        Files.move(made, CACHE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
