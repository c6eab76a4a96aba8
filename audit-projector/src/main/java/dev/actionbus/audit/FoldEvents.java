package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the fold of one partition of the event log, and signs what it has come to. Reads committed
 * events only.
 */
final class FoldEvents implements Processor<byte[], byte[], byte[], byte[]> {

    /** At most one checkpoint in this time; signing is not worth a transaction of its own. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ViewTopology.Parts parts;
    private ProcessorContext<byte[], byte[]> context;
    private StoreRows rows;
    private ViewFold fold;
    private LogId log;
    private TreeSigner signer;
    private LiveViews.Live live;
    private @Nullable Cancellable signing;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    FoldEvents(ViewTopology.Parts parts) {
        this.parts = parts;
    }

    /** Also when the task begins again after a failure, with the store at an earlier state. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        log = new LogId(parts.cluster(), parts.topics().events(), context.taskId().partition());
        rows = new StoreRows(context.getStateStore(ViewStore.NAME));
        fold = new ViewFold(parts.codec(), log, rows);
        signer = new TreeSigner(log, parts.signing(), rows);
        live = parts.live().begin(log.partition(), last -> fold.endsWith(last.key(), last.value()));
        signing = soon(); // the last one before may have ended too early to sign
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        long offset = context.recordMetadata().orElseThrow().offset();
        fold.add(new EventRecord(offset, message.timestamp(), message.key(), message.value()));
        rows.write();
        live.folded(offset);
        if (signing == null) {
            signing = soon();
        }
    }

    @Override
    public void close() {
        live.end();
    }

    /** Once: a timer that fires when nothing has come would make Streams commit for nothing. */
    private Cancellable soon() {
        return context.schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, this::sign);
    }

    private void sign(long now) {
        if (signing != null) {
            signing.cancel();
            signing = null;
        }
        signer.sign(fold.tree())
                .ifPresent(note ->
                        context.forward(
                                new Record<>(utf8(log.origin()), utf8(note.format()), now),
                                ViewTopology.CHECKPOINTS));
        rows.write();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The rows of one event go to the store together: that costs it much less than one by one. */
    private static final class StoreRows implements ViewRows {

        private final KeyValueStore<byte[], byte[]> store;
        private final List<KeyValue<byte[], byte[]>> waiting = new ArrayList<>();

        StoreRows(KeyValueStore<byte[], byte[]> store) {
            this.store = store;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            write();
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            waiting.add(KeyValue.pair(key, value));
        }

        void write() {
            if (!waiting.isEmpty()) {
                store.putAll(waiting);
                waiting.clear();
            }
        }
    }
}
