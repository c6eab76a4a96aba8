package dev.actionbus.audit;

import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The audit view as part of a Kafka Streams topology: events in, a store to ask. */
public final class ViewTopology {

    private static final String READ_EVENTS = "read-events";
    private static final String FOLD = "fold-events";

    private ViewTopology() {}

    public static void addTo(Topology topology, RecordCodec codec, Topics topics) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        topology.addSource(READ_EVENTS, in, in, topics.events())
                .addProcessor(FOLD, () -> new FoldEvents(codec), READ_EVENTS)
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
