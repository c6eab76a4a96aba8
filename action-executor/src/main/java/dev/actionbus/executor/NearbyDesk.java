package dev.actionbus.executor;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Takes work from a ledger in the same process, if it could begin at once. Any thread. What waits
 * on the tasks topic goes first, and what cannot be done here is left to the others.
 */
final class NearbyDesk {

    private final TaskReader reader;
    private final ReportRecords records;
    private final RunningAttempts attempts;
    private final Workers workers;
    private final BooleanSupplier open;
    private final LongSupplier nanoTime;

    /**
     * @param open whether the executor runs and nothing waits for it
     */
    NearbyDesk(
            TaskReader reader,
            ReportRecords records,
            RunningAttempts attempts,
            Workers workers,
            BooleanSupplier open,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.records = records;
        this.attempts = attempts;
        this.workers = workers;
        this.open = open;
        this.nanoTime = nanoTime;
    }

    Optional<NearbyAttempt> take(AttemptGranted grant) {
        Assignment work = reader.assignment(grant);
        if (work.handler() instanceof Lookup.Unknown || !workers.slots().take(work.weight())) {
            return Optional.empty();
        }
        attempts.expect();
        // Asked last: who closes the executor waits for what is expected.
        if (!open.getAsBoolean()) {
            drop(work);
            return Optional.empty();
        }
        long claimedAt = nanoTime.getAsLong();
        return Optional.of(
                new NearbyAttempt(
                        records.start(work),
                        () -> {
                            workers.start(work, claimedAt);
                            attempts.noLongerExpect();
                        },
                        () -> drop(work)));
    }

    private void drop(Assignment work) {
        attempts.noLongerExpect();
        workers.slots().release(work.weight());
    }
}
