package dev.actionbus.ledger;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The rows of this process's ledgers for those that only ask, and of its copies of others. Kafka
 * Streams hands out a store for any partition; only reading it tells whether it is here.
 */
final class RowsHere {

    private static final byte[] ANY = {0};

    private final KafkaStreams streams;
    private final int homes;

    /**
     * @param homes number of home partitions
     */
    RowsHere(KafkaStreams streams, int homes) {
        this.streams = streams;
        this.homes = homes;
    }

    /**
     * Partitions that can be read.
     *
     * @param copies also those whose ledger runs elsewhere, or does not run yet
     */
    Set<Integer> partitions(boolean copies) {
        return IntStream.range(0, homes)
                .filter(it -> read(it, copies, rows -> rows.get(ANY) == null).isPresent())
                .boxed()
                .collect(Collectors.toSet());
    }

    /**
     * What is made of the rows of a partition.
     *
     * @param copies whether a copy will do
     * @return empty: they are not here
     */
    <T> Optional<T> read(
            int partition,
            boolean copies,
            Function<ReadOnlyKeyValueStore<byte[], byte[]>, T> reading) {
        try {
            return store(partition, copies).map(reading);
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    private Optional<ReadOnlyKeyValueStore<byte[], byte[]>> store(int partition, boolean copies) {
        StoreQueryParameters<ReadOnlyKeyValueStore<byte[], byte[]>> asked =
                StoreQueryParameters.fromNameAndType(
                                ActionStore.NAME,
                                QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(partition);
        try {
            return Optional.of(streams.store(copies ? asked.enableStaleStores() : asked));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty(); // not started, or stopped
        }
    }
}
