package dev.actionbus.executor;

import dev.actionbus.executor.ClaimTransaction.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll thread: reads tasks, claims as many as fit the free slots in one transaction, hands them
 * to the workers when that is certainly committed. Runs no user code.
 */
final class ClaimLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration FULL = Duration.ofMillis(50);
    private static final Duration AFTER_ABORT = Duration.ofMillis(50);
    private static final Duration AFTER_REBUILD = Duration.ofMillis(500);
    private static final Duration STALL = Duration.ofSeconds(30);

    /** Longer than the transaction timeout: by then the coordinator has decided. */
    private static final Duration DOUBT = Duration.ofSeconds(15);

    private final ExecutorSettings settings;
    private final KafkaClients clients;
    private final Reading reading;
    private final ReportRecords records;
    private final Workers workers;
    private final Tally tally;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile ExecutorState state = new ExecutorState.Starting();
    private volatile int waiting;
    private @Nullable Connection connection;
    private @Nullable ClaimBatch doubtful;

    /** Slots taken for tasks whose claim is not yet certain. */
    private int held;

    /** Where it learns what to do, and what not. */
    record Reading(TaskReader tasks, RevocationFeed revocations) {}

    /** The two clients of the poll thread; they live and die together. */
    private record Connection(ClaimTransaction transaction, TaskIntake intake) {}

    ClaimLoop(
            ExecutorSettings settings,
            KafkaClients clients,
            Reading reading,
            ReportRecords records,
            Workers workers,
            Tally tally,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.clients = clients;
        this.reading = reading;
        this.records = records;
        this.workers = workers;
        this.tally = tally;
        this.nanoTime = nanoTime;
    }

    ExecutorState state() {
        return state;
    }

    int waiting() {
        return waiting;
    }

    /** Claims nothing more; the thread ends soon after. */
    void stop() {
        stopping.countDown();
    }

    @Override
    public void run() {
        try {
            while (!(state instanceof ExecutorState.Stopped)
                    && (stopping.getCount() > 0 || doubtful != null)) {
                try {
                    if (mayBegin()) {
                        turn(connected());
                    }
                } catch (RuntimeException e) {
                    recover(KafkaFailure.whileReading(e), e);
                }
            }
        } catch (InterruptedException | Error e) {
            LOG.error("executor: the poll thread ends", e);
            state = new ExecutorState.Stopped("CRASHED", e.toString());
        } finally {
            disconnect();
        }
    }

    /** What is revoked is known; nothing may be claimed before. */
    private boolean mayBegin() throws InterruptedException {
        Optional<RuntimeException> refusal = reading.revocations().refusal();
        refusal.ifPresent(cause -> stopFor("KAFKA_REFUSED", cause));
        return refusal.isEmpty() && reading.revocations().awaitRead(IDLE);
    }

    private void turn(Connection now) throws InterruptedException {
        ClaimBatch doubt = doubtful;
        if (doubt != null) {
            now.intake().poll(false, Duration.ZERO);
            settle(doubt, resolved(doubt, now.transaction().commitAgain()));
            return;
        }
        List<Task> tasks = next(now.intake());
        if (!tasks.isEmpty()) {
            ClaimBatch batch =
                    ClaimBatch.of(
                            tasks, records, settings.topics().deadLetters(), nanoTime.getAsLong());
            settle(
                    batch,
                    now.transaction()
                            .commit(batch.records(), batch.offsets(), now.intake().membership()));
        } else if (now.intake().stalled()) {
            LOG.error("tasks: assigned, lagging, nothing read for {}: starting over", STALL);
            rebuild();
        }
    }

    private List<Task> next(TaskIntake intake) throws InterruptedException {
        Slots slots = workers.slots();
        int wanted = Math.max(1, intake.nextWeight());
        Duration patience = intake.waiting() == 0 ? IDLE : Duration.ZERO;
        if (slots.free() < wanted) {
            slots.awaitFree(wanted, FULL);
            patience = Duration.ZERO;
        }
        boolean room = slots.free() > 0 && intake.waiting() < settings.slots();
        intake.poll(room, patience);
        waiting = intake.waiting();
        return waiting == 0 || stopping.getCount() == 0 ? List.of() : taken(intake, slots);
    }

    /** What fits into the free slots, which it then holds. */
    private List<Task> taken(TaskIntake intake, Slots slots) {
        int free = slots.takeAll();
        List<Task> tasks = intake.take(free);
        held = tasks.stream().mapToInt(Task::weight).sum();
        slots.release(free - held);
        waiting = intake.waiting();
        return tasks;
    }

    private void letGo() {
        workers.slots().release(held);
        held = 0;
    }

    private void settle(ClaimBatch batch, Outcome outcome) throws InterruptedException {
        switch (outcome) {
            case Outcome.Committed committed -> {
                doubtful = null;
                held = 0;
                tally.claimed(batch.granted().size(), batch.unreadable());
                batch.granted().forEach(task -> workers.start(task.work(), batch.at()));
            }
            case Outcome.Failed(KafkaFailure kind, RuntimeException cause)
                    when kind == KafkaFailure.IN_DOUBT -> {
                LOG.warn("claim: no answer to the commit; asking again: {}", cause.toString());
                doubtful = batch;
            }
            case Outcome.Failed(KafkaFailure kind, RuntimeException cause) -> {
                doubtful = null;
                tally.refused();
                LOG.info("claim: not made, {}: {}", kind, batch.granted());
                recover(kind, cause);
            }
        }
    }

    private Outcome resolved(ClaimBatch batch, Outcome outcome) {
        boolean tooLong = nanoTime.getAsLong() - batch.at() >= DOUBT.toNanos();
        return switch (outcome) {
            case Outcome.Committed committed -> committed;
            case Outcome.Failed failed when failed.kind() != KafkaFailure.IN_DOUBT -> failed;
            case Outcome.Failed failed when tooLong ->
                    new Outcome.Failed(KafkaFailure.REBUILD, failed.cause());
            case Outcome.Failed failed -> failed;
        };
    }

    private void recover(KafkaFailure kind, RuntimeException cause) throws InterruptedException {
        if (doubtful == null) {
            letGo();
        }
        switch (kind) {
            case ABORT -> {
                LOG.info("executor: nothing claimed, trying again: {}", cause.toString());
                startOver();
                nap(AFTER_ABORT);
            }
            case IN_DOUBT, REBUILD -> {
                LOG.warn("executor: making new Kafka clients", cause);
                rebuild();
                nap(AFTER_REBUILD);
            }
            case OFFSETS_MISSING -> stopFor("OFFSETS_MISSING", cause);
            case FATAL -> stopFor("KAFKA_REFUSED", cause);
        }
    }

    private void stopFor(String code, RuntimeException cause) {
        LOG.error("executor: stopped, {}", code, cause);
        state = new ExecutorState.Stopped(code, String.valueOf(cause.getMessage()));
    }

    private Connection connected() {
        Connection now = connection;
        if (now == null) {
            now = connect();
            connection = now;
        }
        if (!now.transaction().initialised()) {
            records.partitions(now.transaction().partitionsOf(records.topic()));
            now.transaction().initialise();
            state = new ExecutorState.Running();
        }
        return now;
    }

    private Connection connect() {
        reading.tasks().prepare();
        ClaimTransaction transaction = new ClaimTransaction(clients.claims());
        try {
            Watchdog watchdog = new Watchdog(STALL, nanoTime);
            return new Connection(
                    transaction,
                    new TaskIntake(
                            clients.tasks(),
                            settings.topics().tasks(),
                            reading.tasks(),
                            watchdog,
                            nanoTime));
        } catch (RuntimeException e) {
            transaction.close();
            throw e;
        }
    }

    private void startOver() {
        Connection now = connection;
        if (now != null) {
            now.intake().startOver();
        }
    }

    private void rebuild() {
        tally.rebuilt();
        disconnect();
    }

    private void disconnect() {
        Connection now = connection;
        ClaimBatch doubt = doubtful;
        connection = null;
        doubtful = null;
        waiting = 0;
        letGo();
        if (doubt != null) {
            tally.refused();
            LOG.error("claim: never certain; left to their leases: {}", doubt.granted());
        }
        if (now != null) {
            now.transaction().close();
            try {
                now.intake().close();
            } catch (RuntimeException e) {
                LOG.info("tasks: the consumer did not close cleanly: {}", e.toString());
            }
        }
    }

    private void nap(Duration time) throws InterruptedException {
        var unused = stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
