package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.Backlog;
import dev.actionbus.audit.CommittedReads;
import dev.actionbus.audit.Integrity;
import dev.actionbus.audit.LiveViews;
import dev.actionbus.audit.LogView;
import dev.actionbus.audit.NotesOnTopic;
import dev.actionbus.audit.OpenViews;
import dev.actionbus.audit.Signing;
import dev.actionbus.audit.ViewTopology;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.VerifierKey;
import dev.actionbus.ledger.Ledger;
import dev.actionbus.ledger.LedgerTopology;
import dev.actionbus.ledger.LimitsHere;
import dev.actionbus.ledger.NearbyClaims;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.ledger.RunsHere;
import dev.actionbus.ledger.turn.HandlerDirectory;
import dev.actionbus.ledger.turn.LearnHandlers;
import dev.actionbus.ledger.turn.Limits;
import dev.actionbus.wire.RecordCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running ledger and audit view of this process. */
public final class Projector implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Projector.class);

    /** A stream thread that dies more often than this does not die of an accident. */
    private static final int RESTARTS = 100;

    private final KafkaStreams streams;
    private final AuditView view;
    private final LogView logs;
    private final CommittedReads reads;
    private final Signing signing;
    private final LiveViews live;
    private final CopyLag copyLag;
    private final LimitsHere limits;
    private final RunsHere runs;
    private final HandlerDirectory handlers;
    private final Admin admin;
    private final Absence absence;
    private final AtomicInteger restarts = new AtomicInteger();
    private final CountDownLatch running = new CountDownLatch(1);

    /**
     * The cluster a ledger works on.
     *
     * @param cluster id of the Kafka cluster
     * @param partitions number of home partitions
     */
    public record Home(String cluster, int partitions) {}

    private Projector(
            ProjectorSettings settings, RecordCodec codec, Home home, NearbyExecutor executor)
            throws IOException {
        reads = new CommittedReads(settings.kafka());
        signing =
                new Signing(
                        LogKeys.at(settings.keyFile(), "actionbus/" + home.cluster()),
                        new NotesOnTopic(reads, settings.topics()),
                        new Integrity());
        String events = settings.topics().events();
        live = new LiveViews(partition -> reads.last(new TopicPartition(events, partition)));
        OpenViews open = new OpenViews();
        ViewTopology.Parts parts =
                new ViewTopology.Parts(
                        codec, settings.topics(), home.cluster(), signing, live, open);
        NearbyClaims nearby = new NearbyClaims(executor);
        handlers = new HandlerDirectory(codec);
        streams =
                new KafkaStreams(
                        topology(
                                parts,
                                new LedgerTopology.Parts(
                                        new Ledger(settings.lease(), new Limits(handlers)),
                                        codec,
                                        settings.topics(),
                                        home.partitions(),
                                        nearby),
                                handlers),
                        StreamsConfiguration.of(settings),
                        nearby.clients());
        view = new AuditView(open, home.partitions(), live);
        copyLag = new CopyLag(streams);
        limits = new LimitsHere(streams, home.partitions());
        runs = new RunsHere(streams, home.partitions());
        admin = Admin.create(settings.kafka());
        absence =
                new Absence(
                        view,
                        new Backlog(admin, reads, settings.topics(), settings.applicationId()),
                        home.partitions());
        logs =
                new LogView(
                        view,
                        new LogView.Naming(home.cluster(), events, home.partitions()),
                        signing.published());
        streams.setUncaughtExceptionHandler(this::onDeath);
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING || now == State.ERROR) {
                running.countDown();
            }
        });
    }

    /**
     * Starts; returns at once, see {@link #awaitRunning}.
     *
     * @param home where it works, as checked when the topics were provisioned
     * @param executor claims what it can do where it is granted
     * @throws IOException the signing key can not be read or made
     */
    public static Projector start(
            ProjectorSettings settings, RecordCodec codec, Home home, NearbyExecutor executor)
            throws IOException {
        Projector projector = new Projector(settings, codec, home, executor);
        projector.streams.start();
        return projector;
    }

    private static Topology topology(
            ViewTopology.Parts view, LedgerTopology.Parts ledger, HandlerDirectory handlers) {
        Topology topology = new Topology();
        LearnHandlers.addTo(topology, handlers, ledger.topics().handlers());
        LedgerTopology.addTo(topology, ledger);
        ViewTopology.addTo(topology, view);
        return topology;
    }

    /**
     * Whether it has begun to run within the time. By the end of the call it may be giving some of
     * its partitions to others who have come meanwhile.
     */
    public boolean awaitRunning(Duration limit) throws InterruptedException {
        return running.await(limit.toMillis(), TimeUnit.MILLISECONDS) && isAlive();
    }

    /** Running or moving its partitions; false once it has failed or was closed. */
    public boolean isAlive() {
        return streams.state().isRunningOrRebalancing();
    }

    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /** Its part of the audit view. */
    public AuditView view() {
        return view;
    }

    /** What was found to contradict what was signed; empty while all is well. */
    public List<String> violations() {
        return signing.integrity().violations();
    }

    /** Its part of the verifiable logs. */
    public LogView logs() {
        return logs;
    }

    /** Whose signatures its checkpoints have. */
    public List<VerifierKey> keys() {
        return signing.keys().verifiers();
    }

    LiveViews live() {
        return live;
    }

    CopyLag copyLag() {
        return copyLag;
    }

    /** What its ledgers know of handlers. */
    public HandlerDirectory handlers() {
        return handlers;
    }

    LimitsHere limits() {
        return limits;
    }

    RunsHere runs() {
        return runs;
    }

    Absence absence() {
        return absence;
    }

    CommittedReads reads() {
        return reads;
    }

    KafkaStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        // A member that does not say goodbye holds its partitions for a session timeout.
        CloseOptions leaving =
                CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(Duration.ofSeconds(8));
        if (!streams.close(leaving)) {
            log.warn(
                    "the ledger did not stop in time; nothing is lost, the next start takes longer");
        }
        reads.close();
        admin.close(Duration.ofSeconds(1));
    }

    private StreamThreadExceptionResponse onDeath(Throwable cause) {
        log.error("the ledger's thread has died", cause);
        return restarts.incrementAndGet() > RESTARTS
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
