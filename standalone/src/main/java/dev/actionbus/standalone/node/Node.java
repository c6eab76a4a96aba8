package dev.actionbus.standalone.node;

import dev.actionbus.audit.app.Projector;
import dev.actionbus.audit.app.ProjectorSettings;
import dev.actionbus.client.BusConfig;
import dev.actionbus.embedded.broker.DirectoryInUse;
import dev.actionbus.embedded.broker.DirectoryLock;
import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.executor.Callbacks;
import dev.actionbus.executor.Executor;
import dev.actionbus.executor.ExecutorSettings;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.payload.Payloads;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.TopicLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * One running process of the bus: Kafka if it is in here, then the ledger, the executor and the
 * gateway's connection, as far as its roles say. Closing stops them in the opposite order.
 */
public final class Node implements AutoCloseable {

    private static final Duration LEDGER_START = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final NodeSettings settings;
    private final Parts parts = new Parts();
    private final ExecutorBeside beside = new ExecutorBeside();
    private final Cluster cluster;
    private final Optional<Projector> projector;
    private final Optional<Executor> executor;
    private final Optional<FrontDoor> gateway;
    private final Payloads payloads;
    private final Optional<CallbackKey> callbackKey;
    private final NodeQueries queries;
    private final LiveHandlers handlers;

    private Node(NodeSettings settings, LiveHandlers handlers) throws IOException {
        this.settings = settings;
        this.handlers = handlers;
        try {
            parts.add(DirectoryLock.take(settings.data()));
            DataLayout.require(settings.data());
            callbackKey = readCallbackKey();
            cluster = parts.add(Cluster.open(settings.cluster(), settings.data()));
            RecordCodec codec = new RecordCodec(cluster.registry());
            codec.registerAll();
            projector = startLedger(codec);
            payloads = parts.add(Payloads.in(settings.payloads().open()));
            gateway =
                    has(Role.GATEWAY)
                            ? Optional.of(FrontDoor.open(busConfig(), payloads, parts))
                            : Optional.empty();
            executor = has(Role.EXECUTOR) ? Optional.of(startExecutor(codec)) : Optional.empty();
            executor.ifPresent(beside::is);
            queries =
                    projector
                            .map(ledger ->
                                    NodeQueries.of(
                                            ledger,
                                            ledgerSettings(),
                                            codec,
                                            cluster.home().partitions()))
                            .orElseGet(() ->
                                    NodeQueries.ofOthers(
                                            cluster.admin(), settings.cluster().topics()));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts every part and returns when all of them work.
     *
     * @param handlers those this process has; closed with it
     * @throws NodeFailure with a code and a line for people
     */
    public static Node start(NodeSettings settings, LiveHandlers handlers) {
        try {
            Node node = new Node(settings, handlers);
            node.awaitLedger();
            return node;
        } catch (DirectoryInUse e) {
            throw new NodeFailure("DATA_IN_USE", String.valueOf(e.getMessage()), e);
        } catch (TopicLayout.Mismatch e) {
            throw new NodeFailure("TOPICS_MISMATCH", String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new NodeFailure("DATA_UNUSABLE", settings.data() + ": " + e.getMessage(), e);
        }
    }

    public NodeSettings settings() {
        return settings;
    }

    public Map<String, String> kafka() {
        return cluster.kafka();
    }

    /** Kafka's address. */
    public String bootstrapServers() {
        return String.valueOf(cluster.kafka().get("bootstrap.servers"));
    }

    public LiveHandlers handlers() {
        return handlers;
    }

    public Optional<Projector> projector() {
        return projector;
    }

    public Optional<Executor> executor() {
        return executor;
    }

    /** If this process is one. */
    public Optional<FrontDoor> gateway() {
        return gateway;
    }

    /** Of gateways and executors. */
    public Optional<CallbackKey> callbackKey() {
        return callbackKey;
    }

    public NodeQueries queries() {
        return queries;
    }

    /** The registry, if this process serves it. */
    public Optional<TopicSchemaRegistry> registry() {
        return cluster.ownRegistry();
    }

    /** Empty while all is well; else why the process is of no use any more. */
    public Optional<String> broken() {
        if (projector.isPresent() && !projector.get().isAlive()) {
            return Optional.of("the ledger has stopped");
        }
        return cluster.broker()
                .filter(broker -> broker.halted().toCompletableFuture().isDone())
                .map(broker -> "the broker has given up");
    }

    @Override
    public void close() {
        parts.close();
    }

    private boolean has(Role role) {
        return settings.roles().contains(role);
    }

    private Optional<Projector> startLedger(RecordCodec codec) {
        if (!has(Role.LEDGER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    parts.add(Projector.start(ledgerSettings(), codec, cluster.home(), beside)));
        } catch (IOException e) {
            throw new NodeFailure("KEY_UNUSABLE", String.valueOf(e.getMessage()), e);
        }
    }

    private ProjectorSettings ledgerSettings() {
        return new ProjectorSettings(
                Map.copyOf(cluster.kafka()),
                settings.cluster().topics(),
                settings.ledgerState(),
                settings.shared()
                        .signing()
                        .orElseGet(() -> NodeSettings.signingKeys(settings.data())),
                "127.0.0.1:" + settings.httpPort(),
                settings.timing().lease(),
                settings.cluster().standbys());
    }

    private BusConfig busConfig() {
        Map<String, Object> kafka = new HashMap<>(cluster.kafka());
        // A producer that forgets the topics when all brokers are gone blocks whoever sends, and
        // here that is a thread that serves everybody.
        kafka.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        return new BusConfig(kafka, settings.cluster().topics(), cluster.registry());
    }

    private Optional<CallbackKey> readCallbackKey() {
        if (!has(Role.GATEWAY) && !has(Role.EXECUTOR)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CallbackKey.at(settings.callbackKey()));
        } catch (IOException e) {
            throw new NodeFailure("CALLBACK_KEY_UNUSABLE", String.valueOf(e.getMessage()), e);
        }
    }

    private Executor startExecutor(RecordCodec codec) throws IOException {
        Files.createDirectories(settings.workspace());
        parts.add(handlers).lookEvery(BETWEEN_LOOKS);
        return parts.add(
                Executor.start(
                        ExecutorSettings.of(cluster.kafka(), instanceId())
                                .withTopics(settings.cluster().topics())
                                .withDrain(settings.timing().drain())
                                .withCallbacks(new Callbacks(callbackKey, settings.callbackUrl())),
                        codec,
                        handlers,
                        payloads,
                        Clock.systemUTC()));
    }

    /** Stays with the data directory, so that a restart frees its own claims at once. */
    private String instanceId() throws IOException {
        Path file = settings.data().resolve("instance-id");
        if (!Files.exists(file)) {
            Files.writeString(file, "executor-" + UUID.randomUUID());
        }
        return Files.readString(file).strip();
    }

    private void awaitLedger() {
        if (projector.isEmpty()) {
            return;
        }
        boolean running = false;
        try {
            running = projector.get().awaitRunning(LEDGER_START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running) {
            close();
            throw new NodeFailure("LEDGER_NOT_STARTED", "the ledger did not start; see the log");
        }
    }
}
