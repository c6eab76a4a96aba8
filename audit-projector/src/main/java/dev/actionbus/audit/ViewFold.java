package dev.actionbus.audit;

import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.audit.index.Listing;
import dev.actionbus.audit.lineage.LineageRows;
import dev.actionbus.audit.log.GrowingTree;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.ledger.Recent;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the view of one partition from its records: the actions and their marks, where their events
 * lie, and the Merkle tree over all records. The rows follow from the records alone, whoever folds
 * them and with how many interruptions.
 *
 * <p>The row that makes the tree grow is written last, so that a reader who finds it finds all that
 * belongs to the record.
 */
public final class ViewFold {

    private static final Logger log = LoggerFactory.getLogger(ViewFold.class);

    private final RecordCodec codec;
    private final LogId id;
    private final ViewRows rows;
    private final GrowingTree tree;
    private final TileStarts starts;
    private final Recent<ActionProgress> recent = new Recent<>();

    /**
     * Goes on where the rows end.
     *
     * @param id names the partition in the entries of the tree
     */
    public ViewFold(RecordCodec codec, LogId id, ViewRows rows) {
        this.codec = codec;
        this.id = id;
        this.rows = rows;
        this.tree = new GrowingTree(new StoredTree(rows));
        this.starts = new TileStarts(rows);
    }

    /** Every data record counts, also one that is no event. */
    public void add(EventRecord event) {
        long ordinal = tree.size();
        byte[] key = event.key();
        if (key != null && key.length == ViewStore.ACTION_ID) {
            rows.put(ViewStore.eventKey(key, ordinal), ViewStore.place(event));
        }
        starts.add(ordinal, event);
        switch (codec.decode(event.value(), Contract.EVENTS)) {
            case Decoded.Readable readable -> fold(key, readable.value());
            case Decoded.Unreadable why ->
                    // Only the ledger writes here: a stranger's record changes nothing else.
                    log.error("{} offset {} is not an event: {}", id, event.offset(), why);
        }
        tree.append(LogEntry.of(id, ordinal, key, event.value()));
    }

    /** Whether the last record that was folded is this one. */
    boolean endsWith(byte @Nullable [] key, byte @Nullable [] value) {
        long last = tree.size() - 1;
        return last >= 0
                && new WrittenTree(rows)
                        .kept(0, last)
                        .equals(Optional.of(LogEntry.of(id, last, key, value)));
    }

    public GrowingTree tree() {
        return tree;
    }

    private void fold(byte @Nullable [] key, SpecificRecord event) {
        if (key == null) {
            return;
        }
        String actionId = new String(key, StandardCharsets.UTF_8);
        LineageRows.fold(rows::put, actionId, event);
        if (event instanceof ActionAccepted accepted) {
            accept(actionId, accepted);
        } else if (ActionHistory.isCounted(event)) {
            byte[] counts = ViewStore.countsKey(actionId);
            byte[] before = rows.get(counts);
            ActionCounts known =
                    before == null ? ActionHistory.NOTHING : ViewStore.COUNTS.decode(before);
            rows.put(counts, ViewStore.COUNTS.encode(ActionHistory.count(known, event)));
        } else {
            progress(actionId)
                    .ifPresent(before -> {
                        ActionProgress after = ActionHistory.next(before, event);
                        if (!after.equals(before)) {
                            put(actionId, after);
                        }
                    });
        }
    }

    private void accept(String actionId, ActionAccepted event) {
        // Only the first round of an action has no row before.
        Optional<ActionView> before =
                event.getRound() == 1 ? Optional.empty() : ViewStore.find(actionId, rows::get);
        ActionView view = ActionHistory.fold(before, event).orElseThrow();
        AcceptedAction accepted = view.accepted();
        rows.put(ViewStore.idKey(actionId), ViewStore.ACCEPTED.encode(accepted));
        Instant at = accepted.getAcceptedAt();
        rows.put(ViewStore.BY_TIME.key(at, actionId), Listing.nothing());
        for (ActionMark mark : ActionMark.of(accepted.getRequest())) {
            rows.put(mark.listing().key(at, actionId), Listing.nothing());
        }
        if (before.isPresent()) {
            put(actionId, view.progress());
        } else {
            recent.put(actionId, view.progress(), 0);
        }
    }

    private void put(String actionId, ActionProgress progress) {
        byte[] bytes = ViewStore.PROGRESS.encode(progress);
        rows.put(ViewStore.progressKey(actionId), bytes);
        if (progress.getOutcome() == null) {
            recent.put(actionId, progress, bytes.length);
        } else {
            recent.forget(actionId);
        }
    }

    private Optional<ActionProgress> progress(String actionId) {
        return recent.get(actionId)
                .or(() -> ViewStore.find(actionId, rows::get).map(ActionView::progress));
    }
}
