package dev.actionbus.ledger;

import dev.actionbus.ledger.turn.LimitState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How the limits stand that this process's ledgers decide about, at the moment of asking: it may
 * see a decision that is not committed yet.
 */
public final class LimitsHere {

    private final RowsHere rows;

    /**
     * @param homes number of home partitions
     */
    public LimitsHere(KafkaStreams streams, int homes) {
        this.rows = new RowsHere(streams, homes);
    }

    /** Those whose ledger runs here now. */
    public Set<Integer> partitions() {
        return rows.partitions(false);
    }

    /**
     * The limits of these partitions that most are waiting for, first.
     *
     * @param prefix how their names begin
     * @param most so many
     * @return empty: some partition is not here
     */
    public Optional<List<LimitState>> busiest(
            Collection<Integer> partitions, String prefix, int most) {
        List<LimitState> all = new ArrayList<>();
        for (int partition : partitions) {
            Optional<List<LimitState>> here =
                    rows.read(partition, false, it -> LimitState.busiest(it, prefix, most));
            if (here.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(here.get());
        }
        return Optional.of(all.stream().sorted(LimitState.BUSIEST_FIRST).limit(most).toList());
    }
}
