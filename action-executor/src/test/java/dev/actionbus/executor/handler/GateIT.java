package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command runs before the warden knows its process group. */
class GateIT {

    @TempDir private Path directory;
    private Path command;

    @BeforeEach
    void prepare() {
        command = new Bench(directory).script("ran.sh", "#!/bin/sh", "touch ran");
    }

    @Test
    void aGroupThatCanNotBeWatchedNeverRunsItsCommand() throws IOException {
        AtomicLong group = new AtomicLong();
        try (AttemptRoom room = AttemptRoom.with("{}")) {
            assertThatThrownBy(() ->
                            ProcessGroup.start(
                                    builder(),
                                    room,
                                    pid -> {
                                        group.set(pid);
                                        awaitGate(pid);
                                        throw new UncheckedIOException(new IOException("no"));
                                    }))
                    .isInstanceOf(IOException.class);
        }
        awaitGone(group.get());
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void anExecutorKilledBeforeItsWardenKnowsLeavesNothingRunning() throws Exception {
        Process executor = jvm(DiesBeforeItWatches.class);
        assertThat(executor.waitFor(1, TimeUnit.MINUTES)).isTrue();
        long gate = new Bench(directory).pid("gate.pid").orElseThrow();

        awaitGone(gate);
        assertThat(directory.resolve("ran")).doesNotExist();
        awaitEmptyHouse();
    }

    @Test
    void aGateWhoseParentWasGoneFirstEndsAlthoughItWasOpened() throws Exception {
        try (AttemptRoom room = AttemptRoom.with("{}")) {
            List<String> argv = Gate.before(List.of(command.toString()), room.path());
            // This JVM is the grandparent: as if the parent had ended before the gate began.
            String quoted =
                    String.join(
                            " ",
                            argv.stream().map(a -> "'" + a.replace("'", "'\\''") + "'").toList());
            Process shell =
                    new ProcessBuilder("/bin/sh", "-c", quoted + "; exit $?")
                            .directory(directory.toFile())
                            .start();
            Gate.open(shell);
            assertThat(shell.waitFor()).isEqualTo(75);
        }
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void anOpenGateBecomesTheCommandWithItsArgumentsAsTheyAre() throws Exception {
        List<String> hostile =
                List.of("$(touch ran)", "; touch ran", "-rf", "--", "a\nb", "", "%s");
        Path echo =
                new Bench(directory)
                        .script(
                                "args.py",
                                "import os, sys, json",
                                "print(json.dumps(sys.argv[1:]))");
        List<String> argv =
                Stream.concat(
                                Stream.of("/usr/bin/env", "python3", echo.toString()),
                                hostile.stream())
                        .toList();
        try (AttemptRoom room = AttemptRoom.with("{}")) {
            Process gate = new ProcessBuilder(Gate.before(argv, room.path())).start();
            Gate.open(gate);
            assertThat(
                            new String(
                                            gate.getInputStream().readAllBytes(),
                                            java.nio.charset.StandardCharsets.UTF_8)
                                    .strip())
                    .isEqualTo(
                            "[\"$(touch ran)\", \"; touch ran\", \"-rf\", \"--\", \"a\\nb\", \"\", \"%s\"]");
            assertThat(gate.waitFor()).isZero();
        }
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    private ProcessBuilder builder() {
        return new ProcessBuilder(command.toString()).directory(directory.toFile());
    }

    private Process jvm(Class<?> main) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        directory.toString())
                .redirectOutput(new File(directory.toFile(), "executor.out"))
                .redirectErrorStream(true)
                .start();
    }

    /** It has left setsid and setpriv behind and is the shell that waits for the word. */
    private static void awaitGate(long pid) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() ->
                        Files.readString(Path.of("/proc/" + pid + "/cmdline"))
                                .startsWith("/bin/sh"));
    }

    private static void awaitGone(long pid) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Bench.alive(pid));
    }

    private void awaitEmptyHouse() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
                        return left.noneMatch(
                                f -> f.getFileName().toString().startsWith("actionbus-"));
                    }
                });
    }

    /** An executor that is gone in the instant between the start of a process and its watch. */
    static final class DiesBeforeItWatches {
        private DiesBeforeItWatches() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            ProcessGroup.start(
                    new ProcessBuilder(directory.resolve("ran.sh").toString())
                            .directory(directory.toFile()),
                    AttemptRoom.with("{}"),
                    pid -> {
                        awaitGate(pid);
                        write(directory.resolve("gate.pid"), Long.toString(pid));
                        Runtime.getRuntime().halt(137);
                    });
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
