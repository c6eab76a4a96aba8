package dev.actionbus.standalone.node;

import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.LedgerLimits;
import dev.actionbus.audit.app.LedgerLineage;
import dev.actionbus.audit.app.LedgerLogs;
import dev.actionbus.audit.app.LedgerRuns;
import dev.actionbus.audit.app.LedgerView;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.LineageQueries;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.audit.app.Projector;
import dev.actionbus.audit.app.ProjectorSettings;
import dev.actionbus.audit.app.RemoteLimits;
import dev.actionbus.audit.app.RemoteLineage;
import dev.actionbus.audit.app.RemoteLogs;
import dev.actionbus.audit.app.RemoteRuns;
import dev.actionbus.audit.app.RemoteView;
import dev.actionbus.audit.app.RunQueries;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.embedded.broker.DirectoryInUse;
import dev.actionbus.embedded.broker.DirectoryLock;
import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.executor.Callbacks;
import dev.actionbus.executor.Executor;
import dev.actionbus.executor.ExecutorSettings;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.gateway.ParamsCheck;
import dev.actionbus.gateway.PayloadDesk;
import dev.actionbus.gateway.schedule.Schedules;
import dev.actionbus.gateway.workflow.Workflows;
import dev.actionbus.payload.Payloads;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process of the bus: Kafka if it is in here, then the ledger, the executor and the
 * gateway's connection, as far as its roles say. Closing stops them in the opposite order.
 */
public final class Node implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final Duration LEDGER_START = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final NodeSettings settings;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ExecutorBeside beside = new ExecutorBeside();
    private final Cluster cluster;
    private final Optional<Projector> projector;
    private final Optional<Executor> executor;
    private final Optional<ActionBus> bus;
    private final Optional<DeclaredHandlers> declared;
    private final Optional<Schedules> schedules;
    private final Payloads payloads;
    private final Optional<PayloadDesk> desk;
    private final Optional<Workflows> workflows;
    private final Optional<CallbackKey> callbackKey;
    private final ActionQueries queries;
    private final LogQueries logs;
    private final LineageQueries lineage;
    private final LimitQueries limits;
    private final RunQueries runs;
    private final LiveHandlers handlers;

    private Node(NodeSettings settings, LiveHandlers handlers) throws IOException {
        this.settings = settings;
        this.handlers = handlers;
        try {
            parts.push(DirectoryLock.take(settings.data()));
            DataLayout.require(settings.data());
            callbackKey = readCallbackKey();
            cluster = Cluster.open(settings.cluster(), settings.data());
            parts.push(cluster);
            RecordCodec codec = new RecordCodec(cluster.registry());
            codec.registerAll();
            projector = startLedger(codec);
            bus = has(Role.GATEWAY) ? Optional.of(connect()) : Optional.empty();
            bus.ifPresent(parts::push);
            declared = bus.map(gateway -> DeclaredHandlers.follow(busConfig()));
            declared.ifPresent(parts::push);
            payloads = Payloads.in(settings.payloads().open());
            parts.push(payloads);
            ParamsCheck check =
                    declared.map(d -> new ParamsCheck(d::find)).orElse(ParamsCheck.NONE);
            desk = bus.map(gateway -> new PayloadDesk(check, payloads));
            desk.ifPresent(parts::push);
            schedules =
                    bus.map(gateway ->
                            Schedules.start(busConfig(), gateway, check, InstantSource.system()));
            schedules.ifPresent(parts::push);
            workflows =
                    declared.map(it -> Workflows.start(busConfig(), it, InstantSource.system()));
            workflows.ifPresent(parts::push);
            executor = has(Role.EXECUTOR) ? Optional.of(startExecutor(codec)) : Optional.empty();
            executor.ifPresent(parts::push);
            executor.ifPresent(beside::is);
            Topics topics = settings.cluster().topics();
            if (projector.isPresent()) {
                int homes = cluster.home().partitions();
                LedgerView view = new LedgerView(projector.get(), ledgerSettings(), homes);
                queries = view;
                lineage = new LedgerLineage(view, homes);
                limits = new LedgerLimits(projector.get(), ledgerSettings(), homes);
                runs = new LedgerRuns(projector.get(), ledgerSettings(), codec, homes);
                logs = new LedgerLogs(projector.get(), ledgerSettings(), codec, homes);
            } else {
                RemoteView view = RemoteView.of(cluster.admin(), topics);
                queries = view;
                lineage = new RemoteLineage(view);
                limits = new RemoteLimits(view);
                runs = new RemoteRuns(view);
                logs = RemoteLogs.of(cluster.admin(), topics);
            }
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

    /** What is asked for again and again, if this process is a gateway. */
    public Optional<Schedules> schedules() {
        return schedules;
    }

    /** What a gateway does with params and results. */
    public Optional<PayloadDesk> desk() {
        return desk;
    }

    /** What is a graph of actions, if this process is a gateway. */
    public Optional<Workflows> workflows() {
        return workflows;
    }

    /** The gateway's connection. */
    public Optional<ActionBus> bus() {
        return bus;
    }

    /** What the executors can perform, for a gateway. */
    public Optional<DeclaredHandlers> declared() {
        return declared;
    }

    /** Of gateways and executors. */
    public Optional<CallbackKey> callbackKey() {
        return callbackKey;
    }

    public ActionQueries queries() {
        return queries;
    }

    public LogQueries logs() {
        return logs;
    }

    public LineageQueries lineage() {
        return lineage;
    }

    public LimitQueries limits() {
        return limits;
    }

    public RunQueries runs() {
        return runs;
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
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private boolean has(Role role) {
        return settings.roles().contains(role);
    }

    private Optional<Projector> startLedger(RecordCodec codec) {
        if (!has(Role.LEDGER)) {
            return Optional.empty();
        }
        try {
            Projector started = Projector.start(ledgerSettings(), codec, cluster.home(), beside);
            parts.push(started);
            return Optional.of(started);
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

    private ActionBus connect() {
        return ActionBus.connect(busConfig());
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
        parts.push(handlers);
        handlers.lookEvery(BETWEEN_LOOKS);
        return Executor.start(
                ExecutorSettings.of(cluster.kafka(), instanceId())
                        .withTopics(settings.cluster().topics())
                        .withDrain(settings.timing().drain())
                        .withCallbacks(new Callbacks(callbackKey, settings.callbackUrl())),
                codec,
                handlers,
                payloads,
                Clock.systemUTC());
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
