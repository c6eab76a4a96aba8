package dev.actionbus.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Kills processes again and again, one of each kind in turn, and starts each at once. It does not
 * wait until that one works: it may be killed before. As long as nothing happens in between, as on
 * a busy machine where each takes long to start, nobody is killed; unless it is to kill regardless
 * of that.
 */
final class Killing implements AutoCloseable {

    static final boolean REGARDLESS = Boolean.getBoolean("killed.regardless");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger kills = new AtomicInteger();
    private final List<List<BusProcess>> kinds;
    private final Random random;
    private final IntSupplier progress;
    private final Runnable after;
    private final Future<?> going;
    private int before;

    /**
     * Begins.
     *
     * @param progress rises when something happens
     * @param after called after each kill
     */
    Killing(
            List<List<BusProcess>> kinds,
            Duration every,
            Random random,
            IntSupplier progress,
            Runnable after) {
        this.kinds = List.copyOf(kinds);
        this.random = random;
        this.progress = progress;
        this.after = after;
        long millis = every.toMillis();
        going = clock.scheduleAtFixedRate(this::kill, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** How often it has killed. */
    int kills() {
        if (going.state() == Future.State.FAILED) {
            throw new AssertionError("it kills no more", going.exceptionNow());
        }
        return kills.get();
    }

    /** No kill is under way when it returns. */
    void stop() {
        clock.close();
    }

    @Override
    public void close() {
        stop();
    }

    private void kill() {
        int now = progress.getAsInt();
        if (now == before && !REGARDLESS) {
            return;
        }
        before = now;
        List<BusProcess> victims = kinds.get(kills.get() % kinds.size());
        victims.get(random.nextInt(victims.size())).killAndStart();
        kills.incrementAndGet();
        after.run();
    }
}
