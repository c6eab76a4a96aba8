package dev.actionbus.audit;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which partitions are folded in this process right now. Kafka Streams also hands out stores that
 * are still being restored; only a partition named here has everything that was committed.
 *
 * <p>A partition that has just come here may have been folded further elsewhere, by a process that
 * died before it could commit. It is behind until it has folded what was the end of its log when it
 * came. Thread-safe.
 */
public final class LiveViews {

    private final IntFunction<Optional<ConsumerRecord<byte[], byte[]>>> lastEvent;
    private final Map<Integer, Live> live = new ConcurrentHashMap<>();

    /**
     * @param lastEvent the last committed record of a partition of the event log
     */
    public LiveViews(IntFunction<Optional<ConsumerRecord<byte[], byte[]>>> lastEvent) {
        this.lastEvent = lastEvent;
    }

    /** The partitions, in order. */
    public Set<Integer> partitions() {
        return new TreeSet<>(live.keySet());
    }

    public boolean has(int partition) {
        return live.containsKey(partition);
    }

    /** At most so many records are missing; empty once the partition has caught up. */
    public OptionalLong behind(int partition) {
        Live one = live.get(partition);
        return one == null ? OptionalLong.empty() : one.behind();
    }

    /**
     * @param isFolded whether the view ends with this record
     */
    Live begin(int partition, Predicate<ConsumerRecord<byte[], byte[]>> isFolded) {
        long missing =
                lastEvent
                        .apply(partition)
                        .filter(isFolded.negate())
                        .map(ConsumerRecord::offset)
                        .orElse(Live.NONE);
        Live begun = new Live(partition, missing);
        live.put(partition, begun);
        return begun;
    }

    /** A partition as long as it is folded here; for the thread that does. */
    final class Live {

        private static final long NONE = -1;

        private final int partition;
        private final long end;
        private volatile boolean caughtUp;
        private volatile long folded;

        private Live(int partition, long end) {
            this.partition = partition;
            this.end = end;
            this.caughtUp = end == NONE;
        }

        void folded(long offset) {
            if (!caughtUp) {
                folded = offset;
                caughtUp = offset >= end;
            }
        }

        void end() {
            live.remove(partition, this);
        }

        private OptionalLong behind() {
            return caughtUp ? OptionalLong.empty() : OptionalLong.of(Math.max(1, end - folded));
        }
    }
}
