package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.ledger.run.ReadRuns;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.ledger.run.TellRun;
import dev.actionbus.state.ClosedAction;
import dev.actionbus.state.LedgerAction;
import dev.actionbus.state.OpenAction;
import dev.actionbus.state.Remains;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.StoredRecord;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How the runs stand that this process's ledgers carry out, at the moment of asking: it may see a
 * decision that is not committed yet.
 */
public final class RunsHere {

    private final KafkaStreams streams;
    private final int homes;
    private final Plans plans = new Plans();

    /**
     * @param homes number of home partitions
     */
    public RunsHere(KafkaStreams streams, int homes) {
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
     * @param asked what it was asked to do first, with its first definition
     * @return empty: its partition is not here
     */
    public Optional<RunTold> tell(ActionRequested asked, RunTold.Asked page) {
        int home = Placement.home(new ActionId(asked.getActionId()), homes);
        try {
            return store(home)
                    .map(store -> {
                        ActionRequested now =
                                request(store, asked.getActionId())
                                        .filter(it -> it.getDefinition() != null)
                                        .orElse(asked);
                        return new TellRun(new ReadRuns(store), now, plans).tell(page);
                    });
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    /** What it goes by now; empty where the ledger has no need to keep that. */
    private static Optional<ActionRequested> request(
            ReadOnlyKeyValueStore<byte[], byte[]> store, String actionId) {
        byte @Nullable [] row = store.get(ActionStore.acceptedKey(actionId));
        if (row == null) {
            return Optional.empty();
        }
        return switch (new StoredRecord<>(LedgerAction.class).decode(row).getKnown()) {
            case OpenAction open -> Optional.of(open.getRequest());
            case ClosedAction closed ->
                    Optional.ofNullable(closed.getRemains()).map(Remains::getRequest);
            default -> Optional.empty();
        };
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
