package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However an attempt ends, nothing of it runs on. */
class ProcessEndIT {

    private static final String STUBBORN_FAMILY =
            """
            trap '' TERM
            sh -c 'trap "" TERM; echo $$ > grandchild.pid; while :; do sleep 1; done' &
            echo $$ > child.pid
            while :; do sleep 1; done\
            """;

    /** A bound against hanging: half of what the children would go on for. */
    private static final Duration AT_ONCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private Bench bench;

    @BeforeEach
    void prepare() {
        bench = new Bench(directory);
    }

    @Test
    void aFamilyThatIgnoresSigtermIsKilledTwoSecondsAfterTheDeadline() {
        Duration deadline = aMoment();
        long start = System.nanoTime();
        ActionError error = bench.failsWithin(deadline, STUBBORN_FAMILY);

        assertThat(error.code()).isEqualTo("TIMEOUT");
        assertThat(error.retryable()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(deadline.plusMillis(1900), deadline.plusSeconds(2).plus(AT_ONCE));
        assertGone("child.pid", "grandchild.pid");
    }

    @Test
    void aScriptGetsSigtermAndTimeToCleanUp() {
        ActionError error =
                bench.failsWithin(
                        aMoment(), "trap 'echo ended > cleanup.pid; exit 0' TERM; sleep 60 & wait");
        assertThat(error.code()).isEqualTo("TIMEOUT");
        assertThat(directory.resolve("cleanup.pid")).hasContent("ended");
    }

    @Test
    void aChildInASessionOfItsOwnIsEndedAtTheDeadline() {
        ActionError error =
                bench.failsWithin(aMoment(), "setsid sh -c 'echo $$ > far.pid; sleep 60'; true");
        assertThat(error.code()).isEqualTo("TIMEOUT");
        assertGone("far.pid");
    }

    @Test
    void whatASuccessfulScriptLeavesRunningIsKilled() {
        bench.succeeds(
                "{}",
                "sh -c 'echo $$ > left.pid; sleep 60' &",
                "while [ ! -s left.pid ]; do sleep 0.01; done",
                "echo 1");
        assertGone("left.pid");
    }

    @Test
    void daemonsThatKeepWritingToStdoutHoldNothing() {
        long start = System.nanoTime();
        ActionError error =
                bench.fails(
                        "for i in 1 2 3 4; do",
                        "  setsid sh -c \"echo \\$\\$ > daemon$i.pid; exec yes\" &",
                        "  while [ ! -s daemon$i.pid ]; do sleep 0.01; done",
                        "done",
                        "exit 4");
        assertThat(error.code()).isEqualTo("EXIT_4");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        // Out of reach, but their pipe is closed and so is their life.
        assertGone("daemon1.pid", "daemon2.pid", "daemon3.pid", "daemon4.pid");
    }

    @Test
    void aSilentDaemonThatHoldsStdoutHoldsNothing() {
        String result =
                bench.succeeds(
                        "{}",
                        "setsid sh -c 'echo $$ > daemon.pid; exec sleep 5' &",
                        "while [ ! -s daemon.pid ]; do sleep 0.01; done",
                        "echo 1");
        assertThat(result).isEqualTo("1");
        bench.pid("daemon.pid")
                .flatMap(ProcessHandle::of)
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void anInterruptedAttemptIsEndedAndTheThreadIsFreeAgain() {
        CompletableFuture<AttemptResult> result = new CompletableFuture<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        ProcessHandler handler =
                bench.handler("sleep 60 & echo $! > grandchild.pid; echo $$ > child.pid; wait");
        Thread attempt =
                Thread.ofVirtual()
                        .start(() -> {
                            result.complete(
                                    handler.handle(Bench.attempt("{}", Duration.ofMinutes(1))));
                            stillInterrupted.complete(Thread.currentThread().isInterrupted());
                        });
        await().until(() -> bench.pid("child.pid").isPresent());
        attempt.interrupt();

        assertThat(stillInterrupted).succeedsWithin(AT_ONCE).isEqualTo(false);
        assertThat(Bench.error(result.join()).code()).isEqualTo("INTERRUPTED");
        assertThat(Bench.error(result.join()).retryable()).isTrue();
        assertGone("child.pid", "grandchild.pid");
    }

    @Test
    void anAttemptPastItsDeadlineIsNotStarted() {
        ActionError error = bench.failsWithin(Duration.ofSeconds(-1), "touch started");
        assertThat(error.code()).isEqualTo("TIMEOUT");
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void aKilledExecutorTakesChildAndGrandchildWithItAtOnce()
            throws IOException, InterruptedException {
        bench.script("handler.sh", STUBBORN_FAMILY);
        Process executor =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DoomedExecutor.class.getName(),
                                directory.toString())
                        .redirectOutput(new File(directory.toFile(), "executor.out"))
                        .redirectErrorStream(true)
                        .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            bench.pid("child.pid").isPresent()
                                    && bench.pid("grandchild.pid").isPresent());
            assertThat(Bench.alive(bench.pid("child.pid").orElseThrow())).isTrue();
            assertThat(Bench.alive(bench.pid("grandchild.pid").orElseThrow())).isTrue();
        } finally {
            executor.destroyForcibly().waitFor();
        }
        assertGone("child.pid", "grandchild.pid");
    }

    /** An executor to be killed in the middle of an attempt. */
    static final class DoomedExecutor {
        private DoomedExecutor() {}

        public static void main(String[] args) {
            Bench bench = new Bench(Path.of(args[0]));
            bench.handler(List.of("/bin/sh", args[0] + "/handler.sh"), Map.of())
                    .handle(Bench.attempt("{}", Duration.ofMinutes(5)));
        }
    }

    /**
     * Enough for a script to get going on this machine as it is now: before that there is no child.
     */
    private Duration aMoment() {
        long start = System.nanoTime();
        String unused = bench.succeeds("{}", "sh -c 'echo 1' & wait");
        Duration tenScripts = Duration.ofNanos(10 * (System.nanoTime() - start));
        Duration least = Duration.ofMillis(500);
        return tenScripts.compareTo(least) > 0 ? tenScripts : least;
    }

    private void assertGone(String... pidFiles) {
        for (String file : pidFiles) {
            long pid = bench.pid(file).orElseThrow();
            // Milliseconds on a machine that has nothing else to do; the children sleep for a
            // minute.
            await().atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Bench.alive(pid));
        }
    }
}
