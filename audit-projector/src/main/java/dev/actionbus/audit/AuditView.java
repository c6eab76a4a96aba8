package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.lineage.ActionFacts;
import dev.actionbus.audit.lineage.Question;
import dev.actionbus.wire.Placement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Asks the view of the partitions that this process folds, or of those that it keeps a copy of.
 * What it answers follows from committed events only, so an outcome once seen never changes; but a
 * copy may be behind, and does not know what it lacks.
 */
public final class AuditView {

    /** Its name in Kafka Streams. */
    public static final String STORE = ViewStore.NAME;

    private final OpenViews open;
    private final int homes;
    private final LiveViews live;
    private final Extent extent;

    /**
     * @param open which partitions are here
     * @param live which of them are folded here
     */
    public AuditView(OpenViews open, int homes, LiveViews live) {
        this(open, homes, live, new Extent(Optional.empty(), false));
    }

    private AuditView(OpenViews open, int homes, LiveViews live, Extent extent) {
        this.open = open;
        this.homes = homes;
        this.live = live;
        this.extent = extent;
    }

    /**
     * Which partitions are asked.
     *
     * @param only these, all of them; empty: those that are folded here
     * @param copies whether a copy will do
     */
    private record Extent(Optional<Set<Integer>> only, boolean copies) {}

    /** The same questions to these partitions: all of them, or {@link NotHere}. */
    public AuditView of(Set<Integer> partitions) {
        return new AuditView(
                open, homes, live, new Extent(Optional.of(Set.copyOf(partitions)), false));
    }

    /** The same questions to whatever copy of these partitions is here, old as it may be. */
    public AuditView copiesOf(Set<Integer> partitions) {
        return new AuditView(
                open, homes, live, new Extent(Optional.of(Set.copyOf(partitions)), true));
    }

    /** The partition is not here, or not now. */
    public static final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotHere(Throwable cause) {
            super("the view of this partition is not in this process at the moment", cause);
        }

        private NotHere(String why) {
            super(why);
        }

        /**
         * @param why one line for people
         */
        public static NotHere because(String why) {
            return new NotHere(why);
        }
    }

    /**
     * @throws NotHere another process holds the action's partition, or it is moving
     */
    public Optional<ActionView> find(ActionId id) {
        int home = Placement.home(id, homes);
        return ViewStore.find(id.value(), key -> ask(home, key));
    }

    /**
     * Where the events of an action lie, in the order of the log; empty for an action that was
     * never asked for.
     *
     * @throws NotHere another process holds the action's partition, or it is moving
     */
    public List<EventPlace> events(ActionId id) {
        byte[] key = id.value().getBytes(StandardCharsets.UTF_8);
        List<EventPlace> places = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> rows =
                store(Placement.home(id, homes))
                        .range(
                                ViewStore.eventKey(key, 0),
                                ViewStore.eventKey(key, Long.MAX_VALUE))) {
            rows.forEachRemaining(row -> places.add(ViewStore.place(row.key, row.value)));
        } catch (InvalidStateStoreException e) {
            throw new NotHere(e);
        }
        return places;
    }

    /**
     * Actions of this process's partitions that match, in the order of the query.
     *
     * @throws NotHere a partition is moving
     */
    public List<ActionView> list(ActionQuery query) {
        try {
            List<ActionView> first = List.of();
            for (int partition : partitionsHere()) {
                List<ActionView> here = new ListActions(store(partition), query).run();
                first =
                        Stream.concat(first.stream(), here.stream())
                                .sorted(ListActions.order(query))
                                .limit(query.limit())
                                .toList();
            }
            return first;
        } catch (InvalidStateStoreException e) {
            throw new NotHere(e);
        }
    }

    /**
     * The actions of this process's partitions that a question about lineage asks for, by id.
     *
     * @throws NotHere a partition is moving
     */
    public List<ActionFacts> lineage(Question question) {
        try {
            return partitionsHere().stream()
                    .flatMap(partition -> ViewLineage.ask(store(partition), question).stream())
                    .sorted(Comparator.comparing(ActionFacts::actionId))
                    .limit(question.limit())
                    .toList();
        } catch (InvalidStateStoreException e) {
            throw new NotHere(e);
        }
    }

    public static Cursor cursorAfter(ActionView last) {
        return Cursor.at(last.accepted().getAcceptedAt(), last.actionId());
    }

    /** The partitions that are asked. */
    public List<Integer> partitionsHere() {
        return extent.only().orElseGet(live::partitions).stream().sorted().toList();
    }

    /** Those of which there is a copy here that can be read, whatever its age. */
    public Set<Integer> partitionsWithCopy() {
        return open.partitions();
    }

    byte @Nullable [] ask(int partition, byte[] key) {
        try {
            return store(partition).get(key);
        } catch (InvalidStateStoreException e) {
            throw new NotHere(e);
        }
    }

    /** Also while partitions are moving: what is here can be read at any time. */
    ReadOnlyKeyValueStore<byte[], byte[]> store(int partition) {
        if (!extent.copies() && !live.has(partition)) {
            throw notHere(partition);
        }
        return open.of(partition).orElseThrow(() -> notHere(partition));
    }

    private static NotHere notHere(int partition) {
        return new NotHere(new IllegalStateException("partition " + partition));
    }
}
