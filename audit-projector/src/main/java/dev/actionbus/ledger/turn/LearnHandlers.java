package dev.actionbus.ledger.turn;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Feeds the directory from the topic that executors declare handlers on. Kafka Streams reads a
 * global store to its end before any other thread begins.
 */
public final class LearnHandlers implements Processor<byte[], byte[], Void, Void> {

    private static final String STORE = "handlers";
    private static final String READ = "read-handlers";
    private static final String LEARN = "learn-handlers";

    private final HandlerDirectory directory;
    private KeyValueStore<byte[], byte[]> store;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    private LearnHandlers(HandlerDirectory directory) {
        this.directory = directory;
    }

    public static void addTo(Topology topology, HandlerDirectory directory, String topic) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE),
                                Serdes.ByteArray(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                READ,
                (message, time) -> Math.max(0, message.timestamp()),
                in,
                in,
                topic,
                LEARN,
                () -> new LearnHandlers(directory));
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        if (message.key() != null) {
            store.put(message.key(), message.value());
        }
        directory.learn(message.key(), message.value());
    }
}
