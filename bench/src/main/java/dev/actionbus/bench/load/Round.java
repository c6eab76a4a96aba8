package dev.actionbus.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * One repetition: hands out what is to be sent and collects what came back. Throughput counts the
 * answers inside its time without the first sixth, in which the pipe fills; latency counts all of
 * them, for those that are late are the slow ones. Thread-safe.
 */
public final class Round {

    /** There is nothing more to send. */
    static final long OVER = -1;

    private static final long MOST_ACTIONS = 5_000_000;
    private static final int FILLING = 6;
    private static final int MOST_WRONG = 1_000;
    private static final int KEPT = 20_000;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    /** Which keys are sent. */
    public enum Keys {
        /** Never seen before. */
        NEW,
        /** Of actions that have completed. */
        FINISHED
    }

    private final int inFlight;
    private final Duration length;
    private final Keys keys;
    private final LongSupplier source;
    private final AtomicLong sent = new AtomicLong();
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Integer> wrong = new TreeMap<>();
    private final List<Long> finished = new ArrayList<>();
    private volatile long countsFrom;
    private volatile long endsAt;
    private volatile boolean hopeless;
    private long inTime;

    /**
     * A round.
     *
     * @param inFlight W
     * @param length of the time in which something is sent
     * @param source numbers of the jobs to send; called by one thread
     */
    public Round(int inFlight, Duration length, Keys keys, LongSupplier source) {
        this.inFlight = inFlight;
        this.length = length;
        this.keys = keys;
        this.source = source;
    }

    int inFlight() {
        return inFlight;
    }

    Keys keys() {
        return keys;
    }

    /** The time runs from here. */
    void start() {
        long now = System.nanoTime();
        countsFrom = now + length.dividedBy(FILLING).toNanos();
        endsAt = now + length.toNanos();
    }

    /** The next job's number or {@link #OVER}. */
    long next() {
        if (hopeless || System.nanoTime() - endsAt >= 0 || sent.incrementAndGet() > MOST_ACTIONS) {
            return OVER;
        }
        return source.getAsLong();
    }

    synchronized void right(long n, long sentAt) {
        long now = System.nanoTime();
        micros.recordValue(Math.clamp((now - sentAt) / 1_000, 1, LONGEST_MICROS));
        if (now - countsFrom >= 0 && now - endsAt <= 0) {
            inTime++;
        }
        if (finished.size() < KEPT) {
            finished.add(n);
        }
    }

    synchronized void wrong(String what) {
        int total = wrong.values().stream().mapToInt(Integer::intValue).sum();
        hopeless = total >= MOST_WRONG;
        wrong.merge(what, 1, Integer::sum);
    }

    /** So many answers were wrong that the round was given up. */
    public boolean hopeless() {
        return hopeless;
    }

    /** Right answers a second. */
    public synchronized double perSecond() {
        return inTime * 1e9 / (endsAt - countsFrom);
    }

    /** Right answers, late ones included. */
    public synchronized long answers() {
        return micros.getTotalCount();
    }

    /** Of the latency from the send; 0 when nothing was answered. */
    public synchronized double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** What was wrong, and how often. */
    public synchronized Map<String, Integer> wrong() {
        return Map.copyOf(wrong);
    }

    /** Some of the jobs that completed. */
    public synchronized List<Long> finished() {
        return List.copyOf(finished);
    }
}
