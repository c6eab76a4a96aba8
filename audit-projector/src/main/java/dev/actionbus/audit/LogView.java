package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.wire.Placement;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the verifiable logs of the partitions that this process holds. Throws {@link
 * AuditView.NotHere} for the others, and while a view has not caught up with what was signed.
 */
public final class LogView {

    private static final int TRIES = 50;

    private final AuditView view;
    private final Naming naming;
    private final PublishedNotes published;

    /**
     * What the logs are called.
     *
     * @param cluster id of the Kafka cluster
     * @param events the event topic
     * @param homes number of its partitions
     */
    public record Naming(String cluster, String events, int homes) {

        public LogId log(int partition) {
            return new LogId(cluster, events, partition);
        }

        public TopicPartition partition(int number) {
            return new TopicPartition(events, number);
        }
    }

    public LogView(AuditView view, Naming naming, PublishedNotes published) {
        this.view = view;
        this.naming = naming;
        this.published = published;
    }

    /** The same logs, asked of other copies of the view. */
    public LogView on(AuditView other) {
        return new LogView(other, naming, published);
    }

    /** The view that these logs are of. */
    public AuditView view() {
        return view;
    }

    /** Of every partition of the bus, here or not. */
    public Naming naming() {
        return naming;
    }

    /** The partitions this process holds at the moment. */
    public List<Integer> partitionsHere() {
        return view.partitionsHere();
    }

    /** Records folded so far. */
    public long size(int partition) {
        return tree(partition).size();
    }

    /** The newest checkpoint that the world can see. */
    public Optional<SignedNote> checkpoint(int partition) {
        return published.last(naming.log(partition));
    }

    /**
     * The first hashes of a tile, one behind the other (C2SP tlog-tiles); empty when not all of
     * them exist yet.
     *
     * @param width 1 to 256
     */
    public Optional<byte[]> tile(int partition, int level, long index, int width) {
        WrittenTree tree = tree(partition);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream(width * Hash.BYTES);
        for (long i = index * ViewStore.TILE; i < index * ViewStore.TILE + width; i++) {
            Optional<Hash> kept = tree.kept(level, i);
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            byte[] bytes = kept.get().bytes();
            hashes.writeBytes(level == 0 ? Hash.leaf(bytes).bytes() : bytes);
        }
        return Optional.of(hashes.toByteArray());
    }

    /** The entries of a tile of level 0, each behind its length in two bytes; else as above. */
    public Optional<byte[]> entries(int partition, long index, int width) {
        WrittenTree tree = tree(partition);
        ByteArrayOutputStream bundle = new ByteArrayOutputStream(width * (2 + Hash.BYTES));
        for (long i = index * ViewStore.TILE; i < index * ViewStore.TILE + width; i++) {
            Optional<Hash> entry = tree.kept(0, i);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            bundle.write(0);
            bundle.write(Hash.BYTES);
            bundle.writeBytes(entry.get().bytes());
        }
        return Optional.of(bundle.toByteArray());
    }

    /** The entry of a record that was folded. */
    public Hash entry(int partition, long ordinal) {
        return tree(partition).kept(0, ordinal).orElseThrow();
    }

    /** Where an action's events lie; empty when nobody asked for it. */
    public List<EventPlace> events(ActionId id) {
        return view.events(id);
    }

    /**
     * Of all of an action's events; empty while the newest checkpoint does not cover them all,
     * which it does a second later.
     */
    public Optional<ActionProof> prove(ActionId id) {
        int home = Placement.home(id, naming.homes());
        List<EventPlace> places = view.events(id);
        Optional<SignedNote> note = checkpoint(home);
        if (note.isEmpty() || places.isEmpty()) {
            return Optional.empty();
        }
        TreeHead head = Checkpoint.parse(note.get().text()).head();
        if (places.getLast().ordinal() >= head.size()) {
            return Optional.empty();
        }
        WrittenTree tree = tree(home);
        if (tree.size() < head.size()) {
            throw new AuditView.NotHere(new IllegalStateException("the view is being rebuilt"));
        }
        MerkleTree signed = new MerkleTree(head.size(), tree);
        return Optional.of(
                new ActionProof(
                        home,
                        note.get(),
                        places.stream()
                                .map(place ->
                                        new ActionProof.Included(
                                                place, signed.inclusion(place.ordinal())))
                                .toList()));
    }

    /** Reads the whole view of a partition. */
    public RowDigest digest(int partition) {
        for (int i = 0; i < TRIES; i++) {
            RowDigest digest = new RowDigest();
            try (KeyValueIterator<byte[], byte[]> rows = view.store(partition).all()) {
                rows.forEachRemaining(row -> digest.add(row.key, row.value));
            } catch (InvalidStateStoreException e) {
                throw new AuditView.NotHere(e);
            }
            if (digest.isWhole()) {
                return digest;
            }
        }
        throw new AuditView.NotHere(new IllegalStateException("the view is too busy"));
    }

    private WrittenTree tree(int partition) {
        return new WrittenTree(new Rows(view, partition));
    }

    private record Rows(AuditView view, int partition) implements ViewRows {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return view.ask(partition, key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            throw new UnsupportedOperationException("only the fold writes");
        }
    }
}
