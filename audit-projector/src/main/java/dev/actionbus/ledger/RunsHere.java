package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.ledger.run.ReadRuns;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.ledger.run.TellRun;
import dev.actionbus.wire.Placement;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How the runs stand that this process's ledgers carry out, at the moment of asking: it may see a
 * decision that is not committed yet.
 */
public final class RunsHere {

    /** Where the rows are kept. */
    public static final String STORE = ActionStore.NAME;

    private final RowsHere rows;
    private final int homes;
    private final Plans plans = new Plans();

    /**
     * @param homes number of home partitions
     */
    public RunsHere(KafkaStreams streams, int homes) {
        this.rows = new RowsHere(streams, homes);
        this.homes = homes;
    }

    /** Those whose ledger runs here now. */
    public Set<Integer> partitions() {
        return rows.partitions(false);
    }

    /** Those of which there is a copy here that can be read, whatever its age. */
    public Set<Integer> partitionsWithCopy() {
        return rows.partitions(true);
    }

    /**
     * @param asked what it was asked to do, with the definition it began with
     * @param copies whether a copy will do
     * @return empty: its partition is not here
     */
    public Optional<RunTold> tell(ActionRequested asked, RunTold.Asked page, boolean copies) {
        int home = Placement.home(new ActionId(asked.getActionId()), homes);
        return rows.read(
                home,
                copies,
                store ->
                        new TellRun(
                                        new ReadRuns(store),
                                        asked,
                                        plans,
                                        id -> store.get(ActionStore.acceptedKey(id)) != null)
                                .tell(page));
    }
}
