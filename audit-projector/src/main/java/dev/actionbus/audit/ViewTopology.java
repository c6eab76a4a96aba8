package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The audit view as part of a Kafka Streams topology: events in, a store to ask, checkpoints out.
 */
public final class ViewTopology {

    private static final String READ_EVENTS = "read-events";
    static final String CHECKPOINTS = "write-checkpoints";
    private static final String FOLD = "fold-events";

    private ViewTopology() {}

    /**
     * What the view is made of.
     *
     * @param cluster id of the Kafka cluster, part of the logs' names
     * @param live is told which partitions are folded here
     * @param open is told which stores are open here
     */
    public record Parts(
            RecordCodec codec,
            Topics topics,
            String cluster,
            Signing signing,
            LiveViews live,
            OpenViews open) {}

    public static void addTo(Topology topology, Parts parts) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        TimestampExtractor time = (message, now) -> Math.max(0, message.timestamp());
        topology.addSource(
                        AutoOffsetReset.earliest(),
                        READ_EVENTS,
                        time,
                        in,
                        in,
                        parts.topics().events())
                .addProcessor(FOLD, () -> new FoldEvents(parts), READ_EVENTS)
                .addStateStore(parts.open().watching(store(ViewStore.NAME)), FOLD)
                .addSink(
                        CHECKPOINTS,
                        parts.topics().checkpoints(),
                        out,
                        out,
                        ViewTopology::partition,
                        FOLD);
    }

    /** A checkpoint lies in the partition that it is about. */
    private static Optional<Set<Integer>> partition(
            String topic, byte[] origin, byte[] note, int partitions) {
        LogId log = LogId.ofOrigin(new String(origin, StandardCharsets.UTF_8));
        return Optional.of(Set.of(log.partition()));
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
