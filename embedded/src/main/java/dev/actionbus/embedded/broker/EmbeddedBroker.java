package dev.actionbus.embedded.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this JVM, one node, reachable on 127.0.0.1 only.
 *
 * <p>A new data directory is formatted; a known one keeps its cluster id, topics, offsets and
 * transactions. The directory may be left by {@code kill -9} at any instant: the next start
 * recovers it. One process at a time may use it ({@link DirectoryInUse}).
 *
 * <p>Kafka ends the JVM when it meets a fault it can not live with. Here it can not: a fault during
 * the start is the cause of a {@link BrokerStartFailed}, a later one completes {@link #halted()}.
 * From then on the broker serves nobody; what the process does about it is its owner's choice.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(10);

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final CompletableFuture<BrokerHalted> halted;
    private final Ports ports;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(
            KafkaRaftServer server,
            DirectoryLock lock,
            CompletableFuture<BrokerHalted> halted,
            Ports ports) {
        this.server = server;
        this.lock = lock;
        this.halted = halted;
        this.ports = ports;
    }

    /**
     * Returns when clients are served.
     *
     * @throws DirectoryInUse another broker runs on the directory
     * @throws BrokerStartFailed anything else, with its cause
     */
    public static EmbeddedBroker start(BrokerOptions options) {
        DirectoryLock lock;
        try {
            lock = DirectoryLock.take(options.data());
        } catch (IOException e) {
            throw new BrokerStartFailed(options.data(), e);
        }
        CompletableFuture<BrokerHalted> halted = KafkaExits.watch();
        try {
            Path logs = formatted(options.data().resolve("kafka"));
            Ports ports = Ports.choose(options.port());
            KafkaConfig config =
                    new KafkaConfig(BrokerSettings.of(logs, ports, options.durability()), false);
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            startUp(server, halted);
            LOG.info(
                    "broker on {} serves {}",
                    options.data(),
                    BrokerSettings.bootstrapServers(ports));
            return new EmbeddedBroker(server, lock, halted, ports);
        } catch (Exception | LinkageError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            KafkaExits.unwatch(halted);
            lock.close();
            throw new BrokerStartFailed(options.data(), e);
        }
    }

    /** The address to give to clients. */
    public String bootstrapServers() {
        return BrokerSettings.bootstrapServers(ports);
    }

    /** Completed if Kafka gives up while it runs. */
    public CompletionStage<BrokerHalted> halted() {
        return halted.minimalCompletionStage();
    }

    /** Stops serving, closes the logs, frees the directory. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            KafkaExits.unwatch(halted);
            lock.close();
        }
    }

    /** Repeatable: Kafka writes {@code meta.properties} last and atomically. */
    private static Path formatted(Path logs) throws Exception {
        Files.createDirectories(logs);
        if (Files.exists(logs.resolve("meta.properties"))) {
            return logs;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new Formatter()
                .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .run();
        LOG.debug("{}", said);
        return logs;
    }

    /** On a thread of its own: after a fault elsewhere Kafka's start-up may wait for ever. */
    private static void startUp(KafkaRaftServer server, CompletableFuture<BrokerHalted> halted)
            throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread starter =
                Thread.ofPlatform()
                        .name("actionbus-broker-start")
                        .daemon()
                        .start(() -> completed(started, server::startup));
        try {
            CompletableFuture.anyOf(started, halted.thenCompose(CompletableFuture::failedFuture))
                    .get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            starter.interrupt();
            cleanUp(server);
            throw e instanceof ExecutionException && e.getCause() instanceof Exception cause
                    ? cause
                    : e;
        }
    }

    private static void completed(CompletableFuture<Void> future, Runnable work) {
        try {
            work.run();
            future.complete(null);
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private static void cleanUp(KafkaRaftServer server) {
        CompletableFuture<Void> down = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("actionbus-broker-clean-up")
                .daemon()
                .start(() -> completed(down, server::shutdown));
        try {
            down.get(LONGEST_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            LOG.warn("the broker that did not start did not stop cleanly either", e);
        }
    }
}
