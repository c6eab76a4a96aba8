package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Feeds the fold of one partition of the event log. Reads committed events only. */
final class FoldEvents implements Processor<byte[], byte[], byte[], byte[]> {

    private final ViewTopology.Parts parts;
    private ProcessorContext<byte[], byte[]> context;
    private ViewFold fold;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    FoldEvents(ViewTopology.Parts parts) {
        this.parts = parts;
    }

    /** Also when the task begins again after a failure, with the store at an earlier state. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        LogId log =
                new LogId(parts.cluster(), parts.topics().events(), context.taskId().partition());
        fold =
                new ViewFold(
                        parts.codec(), log, new StoreRows(context.getStateStore(ViewStore.NAME)));
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        fold.add(
                new EventRecord(
                        context.recordMetadata().orElseThrow().offset(),
                        message.timestamp(),
                        message.key(),
                        message.value()));
    }

    private record StoreRows(KeyValueStore<byte[], byte[]> store) implements ViewRows {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(key, value);
        }
    }
}
