package dev.actionbus.ledger;

import dev.actionbus.ledger.turn.LimitState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * How the limits stand that this process's ledgers decide about, at the moment of asking: it may
 * see a decision that is not committed yet.
 */
public final class LimitsHere {

    private final KafkaStreams streams;
    private final int homes;

    /**
     * @param homes number of home partitions
     */
    public LimitsHere(KafkaStreams streams, int homes) {
        this.streams = streams;
        this.homes = homes;
    }

    /** Those whose ledger runs here now. */
    public Set<Integer> partitions() {
        return IntStream.range(0, homes)
                .filter(it -> store(it).isPresent())
                .boxed()
                .collect(Collectors.toSet());
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
        List<ReadOnlyKeyValueStore<byte[], byte[]>> stores =
                partitions.stream().flatMap(it -> store(it).stream()).toList();
        if (stores.size() < partitions.size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    stores.stream()
                            .flatMap(it -> LimitState.busiest(it, prefix, most).stream())
                            .sorted(LimitState.BUSIEST_FIRST)
                            .limit(most)
                            .toList());
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    private Optional<ReadOnlyKeyValueStore<byte[], byte[]>> store(int partition) {
        try {
            return Optional.of(
                    streams.store(
                            StoreQueryParameters.fromNameAndType(
                                            ActionStore.NAME,
                                            QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                                    .withPartition(partition)));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
