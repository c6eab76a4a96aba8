package dev.actionbus.audit;

import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The audit view as part of a Kafka Streams topology: events in, a store to ask. */
public final class ViewTopology {

    private static final String READ_EVENTS = "read-events";
    private static final String FOLD = "fold-events";

    private ViewTopology() {}

    /**
     * What the view is made of.
     *
     * @param cluster id of the Kafka cluster, part of the logs' names
     */
    public record Parts(RecordCodec codec, Topics topics, String cluster) {}

    public static void addTo(Topology topology, Parts parts) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        TimestampExtractor time = (message, now) -> Math.max(0, message.timestamp());
        topology.addSource(
                        AutoOffsetReset.earliest(),
                        READ_EVENTS,
                        time,
                        in,
                        in,
                        parts.topics().events())
                .addProcessor(FOLD, () -> new FoldEvents(parts), READ_EVENTS)
                .addStateStore(store(ViewStore.NAME), FOLD);
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
