package dev.actionbus.standalone.cli;

import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.wire.HttpSchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The bus of a demo: a process of its own, so that it can be killed. It ends with this one. */
final class DemoBus implements AutoCloseable {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(15);

    private final Path data;
    private final Path handlers;
    private final ChildProcess.Ports ports = ChildProcess.Ports.free();
    private final Duration lease;
    private ChildProcess process;

    private DemoBus(Path data, Path handlers) {
        this.data = data;
        this.handlers = handlers;
        long begin = System.nanoTime();
        process = start(LONGEST_LEASE);
        lease = within(Duration.ofNanos((System.nanoTime() - begin) / 2));
    }

    /**
     * @param data a directory that is made
     */
    static DemoBus start(Path data, Path handlers) {
        try {
            return new DemoBus(
                    Files.createDirectories(data).toAbsolutePath().normalize(), handlers);
        } catch (IOException e) {
            throw Failure.environment("DATA_UNUSABLE", data + ": " + e.getMessage(), "");
        }
    }

    /**
     * {@code kill -9}, and up again on the same data, with a lease that is short for this machine.
     *
     * @return how long it took until it worked
     */
    Duration killAndStart() {
        process.kill();
        long begin = System.nanoTime();
        process = start(lease);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** After it what the killed bus had under way counts as lost. */
    Duration lease() {
        return lease;
    }

    Path data() {
        return data;
    }

    /** Where handlers leave their files. */
    Path workspace() {
        return data.resolve("workspace");
    }

    BusUrl http() {
        return new BusUrl(process.baseUrl().toString());
    }

    /** As a service does it: with Kafka's client. */
    ActionBus connect() {
        return ActionBus.connect(
                BusConfig.of(
                        Map.of(
                                "bootstrap.servers",
                                process.bootstrapServers(),
                                HttpSchemaRegistry.URL,
                                process.schemaRegistryUrl().toString())));
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess start(Duration lease) {
        return ChildProcess.up(
                data,
                ports,
                List.of("--handlers", handlers.toString(), "--lease", lease.toSeconds() + "s"));
    }

    /** Who needs long for a start needs long for signs of life. */
    private static Duration within(Duration wanted) {
        Duration atLeast = wanted.compareTo(SHORTEST_LEASE) > 0 ? wanted : SHORTEST_LEASE;
        return atLeast.compareTo(LONGEST_LEASE) < 0 ? atLeast : LONGEST_LEASE;
    }
}
