package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.ExecutorStatus.Load;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.payload.Payloads;
import dev.actionbus.wire.RecordCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs actions: reads granted attempts from the tasks topic, claims each before it calls the
 * handler, and reports what came of it. Any number of executors may share the work.
 *
 * <p><b>What it guarantees.</b> A handler is called only for an attempt whose claim is certainly
 * committed, and at most once for it. The claim is a transaction that holds the attempt's start and
 * the offset of its task; it is over before the handler is called, so a rebalance, a deploy or a
 * slow handler afterwards disturbs nothing. A claim made for a membership that has moved on is
 * refused by Kafka and its handlers are not called. A result is sent until it is acknowledged. An
 * attempt that the ledger has revoked is not begun, and stopped if it runs. An executor keeps
 * nothing: it may be killed at any time, and the leases of what it ran decide.
 *
 * <p>What it can perform it declares on the handlers topic.
 *
 * <p><b>What it does not.</b> Two processes with one instance id fence each other's claims without
 * end; holding the id exclusively is the caller's task.
 */
public final class Executor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration DECLARE = Duration.ofMillis(500);
    private static final Duration POLL_THREAD_END = Duration.ofSeconds(20);

    private final ExecutorSettings settings;
    private final LongSupplier nanoTime;
    private final Tally tally = new Tally();
    private final Slots slots;
    private final ReportSender sender;
    private final RunningAttempts attempts;
    private final Supplier<HandlerCatalog> handlers;
    private final AtomicReference<Optional<HandlerCatalog>> declared =
            new AtomicReference<>(Optional.empty());
    private final RevocationFeed revocations;
    private final Declarations declarations;
    private final ClaimLoop loop;
    private final NearbyDesk desk;
    private final Thread pollThread;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("actionbus-executor-watch").factory());
    private volatile Closing closing = Closing.NO;

    private enum Closing {
        NO,
        DRAINING,
        DONE
    }

    private Executor(
            ExecutorSettings settings,
            RecordCodec codec,
            Supplier<HandlerCatalog> handlers,
            Payloads payloads,
            Clock clock,
            LongSupplier nanoTime,
            KafkaClients clients) {
        this.settings = settings;
        this.handlers = handlers;
        this.nanoTime = nanoTime;
        this.slots = new Slots(settings.slots());
        this.sender = new ReportSender(clients, tally);
        ReportRecords records = new ReportRecords(codec, settings, clock);
        this.attempts = new RunningAttempts(records, sender, tally);
        Revocations revoked = new Revocations();
        CallHandler call = new CallHandler(settings.callbacks(), payloads, clock);
        Workers workers = new Workers(slots, attempts, tally, revoked, call, clock, nanoTime);
        TaskReader reader = new TaskReader(codec, handlers, settings);
        this.revocations =
                new RevocationFeed(
                        clients,
                        settings.topics().revocations(),
                        codec,
                        revoked,
                        attempts,
                        nanoTime);
        this.declarations = new Declarations(settings, clients, codec, sender, clock);
        ClaimLoop.Reading reading = new ClaimLoop.Reading(reader, revocations);
        this.loop = new ClaimLoop(settings, clients, reading, records, workers, tally, nanoTime);
        this.desk = new NearbyDesk(reader, records, attempts, workers, this::atLeisure, nanoTime);
        this.pollThread =
                Thread.ofPlatform().daemon().name("actionbus-executor-poll").unstarted(loop);
    }

    /**
     * Starts an executor; it connects in the background, however long that takes. The topics and
     * the group's offsets must have been made.
     *
     * @param handlers asked for every attempt, which ends with the handler it began with
     * @param payloads where large params and results are; stays the caller's to close, afterwards
     * @throws org.apache.kafka.common.KafkaException the client properties are not usable
     */
    public static Executor start(
            ExecutorSettings settings,
            RecordCodec codec,
            Supplier<HandlerCatalog> handlers,
            Payloads payloads,
            Clock clock) {
        KafkaClients clients = KafkaClients.of(settings);
        return start(
                new Executor(
                        settings, codec, handlers, payloads, clock, System::nanoTime, clients));
    }

    /** Without a store: what is large does not fit. */
    public static Executor start(
            ExecutorSettings settings,
            RecordCodec codec,
            Supplier<HandlerCatalog> handlers,
            Clock clock) {
        return start(settings, codec, handlers, Payloads.inline(), clock);
    }

    static Executor start(
            ExecutorSettings settings,
            RecordCodec codec,
            Supplier<HandlerCatalog> handlers,
            Clock clock,
            LongSupplier nanoTime,
            KafkaClients clients) {
        return start(
                new Executor(
                        settings, codec, handlers, Payloads.inline(), clock, nanoTime, clients));
    }

    private static Executor start(Executor executor) {
        Thread.ofPlatform()
                .daemon()
                .name("actionbus-executor-revocations")
                .start(executor.revocations);
        executor.pollThread.start();
        executor.declareWhatIsNew();
        var unusedDeclaring =
                executor.watch.scheduleWithFixedDelay(
                        executor::declareWhatIsNew,
                        DECLARE.toMillis(),
                        DECLARE.toMillis(),
                        TimeUnit.MILLISECONDS);
        var unused =
                executor.watch.scheduleWithFixedDelay(
                        new AttemptWatch(executor.attempts, executor.nanoTime),
                        LOOK.toMillis(),
                        LOOK.toMillis(),
                        TimeUnit.MILLISECONDS);
        return executor;
    }

    /**
     * Takes an attempt that is granted and claimed in one transaction of the caller's, which must
     * record {@link NearbyAttempt#start}. Does not block.
     *
     * @return empty: write it to the tasks topic
     */
    public Optional<NearbyAttempt> take(AttemptGranted grant) {
        return desk.take(grant);
    }

    /** A catalog takes the place of another as a whole, so its identity tells. */
    private void declareWhatIsNew() {
        HandlerCatalog now = handlers.get();
        if (declared.getAndSet(Optional.of(now)).filter(before -> before == now).isEmpty()) {
            declarations.declare(now);
        }
    }

    public ExecutorStatus status() {
        Load load = new Load(attempts.size(), loop.waiting(), slots.free());
        return new ExecutorStatus(state(), load, tally.counts());
    }

    /**
     * Stops claiming and leaves the group at once, so that others take over; lets running attempts
     * end within the drain time, then interrupts them and reports them as {@code INTERRUPTED},
     * retryable. Returns when every report is acknowledged, or after another drain time without.
     */
    @Override
    public void close() {
        closing = Closing.DRAINING;
        loop.stop();
        try {
            pollThread.join(POLL_THREAD_END);
            drain();
        } catch (InterruptedException e) {
            LOG.warn("executor: closed in a hurry; leases decide what is not reported");
            Thread.currentThread().interrupt();
        } finally {
            watch.shutdownNow();
            revocations.stop();
            declarations.close();
            sender.close();
            closing = Closing.DONE;
        }
    }

    private void drain() throws InterruptedException {
        if (!attempts.awaitNone(settings.drain())) {
            attempts.stopAll(
                    ActionError.retryable("INTERRUPTED", "the executor is closing"),
                    nanoTime.getAsLong());
            boolean ended = attempts.awaitNone(RunningAttempt.GRACE.multipliedBy(2));
            LOG.info("executor: interrupted what still ran; all reported: {}", ended);
        }
        Duration patience = settings.drain().plus(RunningAttempt.GRACE);
        if (!sender.awaitAcknowledged(patience)) {
            LOG.error("executor: reports were not acknowledged within {}; leases decide", patience);
        }
    }

    private boolean atLeisure() {
        return state() instanceof ExecutorState.Running && loop.waiting() == 0;
    }

    private ExecutorState state() {
        return switch (closing) {
            case NO -> loop.state();
            case DRAINING -> new ExecutorState.Draining();
            case DONE -> new ExecutorState.Closed();
        };
    }
}
