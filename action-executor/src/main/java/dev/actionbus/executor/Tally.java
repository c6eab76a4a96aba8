package dev.actionbus.executor;

import dev.actionbus.executor.ExecutorStatus.Counts;
import dev.actionbus.executor.ExecutorStatus.Ending;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, from any thread. */
final class Tally {

    private final LongAdder claims = new LongAdder();
    private final LongAdder refusedClaims = new LongAdder();
    private final LongAdder claimedTasks = new LongAdder();
    private final LongAdder unreadableTasks = new LongAdder();
    private final LongAdder rebuilds = new LongAdder();
    private final Map<Ending, LongAdder> attempts = new EnumMap<>(Ending.class);

    Tally() {
        for (Ending ending : Ending.values()) {
            attempts.put(ending, new LongAdder());
        }
    }

    void claimed(long tasks, long unreadable) {
        claims.increment();
        claimedTasks.add(tasks);
        unreadableTasks.add(unreadable);
    }

    void refused() {
        refusedClaims.increment();
    }

    void rebuilt() {
        rebuilds.increment();
    }

    void ended(Ending ending) {
        LongAdder adder = attempts.get(ending);
        if (adder != null) {
            adder.increment();
        }
    }

    Counts counts() {
        Map<Ending, Long> byEnding = new EnumMap<>(Ending.class);
        attempts.forEach((ending, adder) -> byEnding.put(ending, adder.sum()));
        return new Counts(
                claims.sum(),
                refusedClaims.sum(),
                claimedTasks.sum(),
                byEnding,
                unreadableTasks.sum(),
                rebuilds.sum());
    }
}
