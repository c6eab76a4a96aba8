package dev.actionbus.audit.app;

import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A ledger with its view, and nothing else, in a JVM of its own that can be killed. */
final class ProjectorProcess {

    private final Path data;
    private final List<String> command;
    private Process process;

    /** The most memory for objects, as one says it to Java. */
    static final String HEAP = "256m";

    /**
     * @param home where it works; the topics have as many partitions
     * @param data where its state is
     * @param key the keys it signs with; may be those of others
     * @param lease of its attempts
     */
    ProjectorProcess(
            String servers,
            Topics topics,
            Projector.Home home,
            Path data,
            Path key,
            Duration lease,
            String heap)
            throws IOException {
        this.data = Files.createDirectories(data);
        this.command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProjectorProcess.class.getName(),
                        servers,
                        topics.prefix(),
                        home.cluster(),
                        String.valueOf(home.partitions()),
                        data.toString(),
                        key.toString(),
                        lease.toString());
        this.process = launch();
    }

    void restart() throws IOException {
        process = launch();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not die");
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it knows, but its keys. */
    void loseState() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(state(data))) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    String said() throws IOException {
        return Files.readString(data.resolve("out"));
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("out").toFile()))
                .start();
    }

    private static Path state(Path data) {
        return data.resolve("state");
    }

    /**
     * Runs until it is killed.
     *
     * @param args broker, prefix of the topics, cluster, partitions, directory, keys, lease
     */
    public static void main(String... args) throws InterruptedException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", args[0]);
        Path data = Path.of(args[4]);
        try {
            Projector projector =
                    Projector.start(
                            new ProjectorSettings(
                                    kafka,
                                    new Topics(args[1]),
                                    state(data),
                                    Path.of(args[5]),
                                    "127.0.0.1:1",
                                    Duration.parse(args[6]),
                                    0),
                            new RecordCodec(TopicSchemaRegistry.open(kafka)),
                            new Projector.Home(args[2], Integer.parseInt(args[3])),
                            NearbyExecutor.NOBODY);
            while (projector.isAlive() || !projector.awaitRunning(Duration.ofSeconds(60))) {
                if (!projector.violations().isEmpty()) {
                    System.out.println(projector.violations());
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
