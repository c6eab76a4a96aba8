package dev.actionbus.ledger.turn;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * How a limit stands at the moment.
 *
 * @param running turns that are held
 * @param waiting for one
 */
public record LimitState(String limit, Bounds bounds, int running, int waiting) {

    /** The longest queues first. */
    public static final Comparator<LimitState> BUSIEST_FIRST =
            Comparator.comparingInt(LimitState::waiting)
                    .thenComparingInt(LimitState::running)
                    .reversed()
                    .thenComparing(LimitState::limit);

    /**
     * The busiest of the limits in use whose names begin so.
     *
     * @param store of the ledger
     * @param most so many
     */
    public static List<LimitState> busiest(
            ReadOnlyKeyValueStore<byte[], byte[]> store, String prefix, int most) {
        PriorityQueue<LimitState> found = new PriorityQueue<>(BUSIEST_FIRST.reversed());
        StoredTurns.scan(
                store,
                RowKeys.limit(prefix),
                row -> {
                    LimitRow limit = LimitRow.decode(row.value());
                    found.add(
                            new LimitState(
                                    RowKeys.limitIn(row.key()),
                                    limit.bounds(),
                                    limit.running(),
                                    limit.waiting()));
                    if (found.size() > most) {
                        found.poll();
                    }
                });
        return found.stream().sorted(BUSIEST_FIRST).toList();
    }
}
