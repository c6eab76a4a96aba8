package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.ledger.Recent;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds the fold of one partition of the event log. Reads committed events only. */
final class FoldEvents implements Processor<byte[], byte[], Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(FoldEvents.class);

    private final RecordCodec codec;
    private Recent<ActionProgress> recent = new Recent<>();
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<byte[], byte[]> store;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    FoldEvents(RecordCodec codec) {
        this.codec = codec;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        recent = new Recent<>(); // the store may have been restored to an earlier state
        store = context.getStateStore(ViewStore.NAME);
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        switch (codec.decode(message.value(), Contract.EVENTS)) {
            case Decoded.Readable readable -> fold(message.key(), readable.value());
            case Decoded.Unreadable why ->
                    // Only the ledger writes here: a stranger's record changes nothing in the view.
                    log.error("{} is not an event: {}", context.recordMetadata(), why);
        }
    }

    private void fold(byte[] key, SpecificRecord event) {
        String actionId = new String(key, StandardCharsets.UTF_8);
        if (event instanceof ActionAccepted accepted) {
            accept(actionId, ActionView.of(accepted));
        } else if (ActionHistory.isCounted(event)) {
            byte[] counts = ViewStore.countsKey(actionId);
            byte[] before = store.get(counts);
            ActionCounts known =
                    before == null ? ActionHistory.NOTHING : ViewStore.COUNTS.decode(before);
            store.put(counts, ViewStore.COUNTS.encode(ActionHistory.count(known, event)));
        } else {
            progress(actionId)
                    .ifPresent(before -> {
                        ActionProgress after = ActionHistory.next(before, event);
                        if (!after.equals(before)) {
                            byte[] bytes = ViewStore.PROGRESS.encode(after);
                            store.put(ViewStore.progressKey(actionId), bytes);
                            recent.put(actionId, after, bytes.length);
                        }
                    });
        }
    }

    private void accept(String actionId, ActionView view) {
        AcceptedAction accepted = view.accepted();
        store.put(ViewStore.idKey(actionId), ViewStore.ACCEPTED.encode(accepted));
        store.put(ViewStore.timeKey(accepted.getAcceptedAt(), actionId), new byte[0]);
        recent.put(actionId, view.progress(), 0);
    }

    private Optional<ActionProgress> progress(String actionId) {
        return recent.get(actionId)
                .or(() -> ViewStore.find(actionId, store::get).map(ActionView::progress));
    }
}
