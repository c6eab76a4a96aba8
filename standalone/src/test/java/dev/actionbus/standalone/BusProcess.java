package dev.actionbus.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** {@code actionbus up} as a process of its own. What it prints is kept beside its data. */
final class BusProcess implements AutoCloseable {

    /**
     * Long: three processes may start at once on a busy machine. One that fails is noticed at once.
     */
    private static final Duration START = Duration.ofMinutes(3);

    /** With the quick compiler: a bus that lives for a minute starts with half the work. */
    static final List<String> FLAGS = List.of("-Xms256m", "-Xmx512m", "-XX:TieredStopAtLevel=1");

    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");
    private static final Pattern HTTP = Pattern.compile(" http +(http://127.0.0.1:(\\d+))");
    private static final Pattern KAFKA = Pattern.compile(" kafka +(127.0.0.1:(\\d+))");

    private final Path data;
    private final List<String> flags;
    private final List<String> java;
    private Process process;
    private String announcement = "";

    private BusProcess(Path data, List<String> java, List<String> flags) throws IOException {
        this.java = List.copyOf(java);
        this.data = Files.createDirectories(data);
        this.flags = List.copyOf(flags);
        this.process = start(0, 0);
    }

    /** Starts it; {@link #awaitReady()} returns when it works. */
    static BusProcess start(Path data, String... flags) {
        try {
            return new BusProcess(data, FLAGS, List.of(flags));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it works. */
    static BusProcess up(Path data, String... flags) {
        BusProcess bus = start(data, flags);
        bus.awaitReady();
        return bus;
    }

    /** Starts it with so little memory and waits until it works. */
    static BusProcess upWith(String heap, Path data, String... flags) {
        try {
            return new BusProcess(data, List.of("-Xmx" + heap), List.of(flags)).awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BusProcess awaitReady() {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .failFast(this::requireAlive)
                .until(() -> read("out").contains("Stop it with"));
        announcement = read("out");
        return this;
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("it did not start; " + said());
        }
    }

    /** Starts again on the same data and the same ports, and waits until it works. */
    void restart() {
        startAgain();
        awaitReady();
    }

    /** Starts again on the same data and the same ports; {@link #awaitReady()} as before. */
    void startAgain() {
        int http = Integer.parseInt(found(HTTP, 2));
        int kafka = Integer.parseInt(found(KAFKA, 2));
        try {
            Files.writeString(data.resolve("out"), "");
            process = start(http, kafka);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code kill -9}, whatever it is at, and starts a part without the gateway again on its data.
     */
    void killAndStart() {
        kill();
        try {
            process = start(0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return found(HTTP, 1);
    }

    String bootstrap() {
        return found(KAFKA, 1);
    }

    /** Seconds from its start until it worked, as it says itself. */
    String secondsToReady() {
        return found(READY, 1);
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What its threads are at, on its output, unless it is too far gone for that. */
    void dumpThreads() {
        if (!process.isAlive()) {
            return;
        }
        signal("QUIT");
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> read("out").contains("JNI global"));
        } catch (ConditionTimeoutException e) {
            // what it printed before is told all the same
        }
    }

    int awaitExit(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("process " + pid() + " still runs after " + patience);
    }

    /** Everything it printed so far. */
    String said() {
        return String.join(
                "\n", "process " + pid() + " printed", read("out"), read("err"), tailOfLog());
    }

    String stderr() {
        return read("err");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Process start(int http, int kafka) throws IOException {
        List<String> args = new ArrayList<>(List.of("up", "--data", data.toString()));
        args.addAll(List.of("--port", String.valueOf(http)));
        args.addAll(List.of("--kafka-port", String.valueOf(kafka)));
        args.addAll(flags);
        return Program.start(
                data.resolve("out"), data.resolve("err"), StartUpCache.with(java), args);
    }

    private String found(Pattern pattern, int group) {
        Matcher matcher = pattern.matcher(announcement);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in\n" + said());
        }
        return matcher.group(group);
    }

    private String tailOfLog() {
        List<String> lines = read("actionbus.log").lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private String read(String file) {
        try {
            Path path = data.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
