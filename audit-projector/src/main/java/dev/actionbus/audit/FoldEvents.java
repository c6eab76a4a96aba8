package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.state.ActionView;
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
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<byte[], byte[]> store;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    FoldEvents(RecordCodec codec) {
        this.codec = codec;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
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
        byte[] stored = store.get(ViewStore.idKey(actionId));
        Optional<ActionView> before = Optional.ofNullable(stored).map(ViewStore.CODEC::decode);
        Optional<ActionView> after = ActionHistory.fold(before, event);
        after.ifPresent(view -> store.put(ViewStore.idKey(actionId), ViewStore.CODEC.encode(view)));
        if (event instanceof ActionAccepted accepted) {
            store.put(ViewStore.timeKey(accepted.getAt(), actionId), new byte[0]);
        }
    }
}
