package dev.actionbus.ledger;

import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * The ledger as part of a Kafka Streams topology: requests, reports and control in; events, tasks,
 * revocations and dead letters out; turns between the ledgers. Must run with {@code
 * exactly_once_v2}.
 */
public final class LedgerTopology {

    private static final String READ_REQUESTS = "read-requests";
    private static final String READ_REPORTS = "read-reports";
    private static final String READ_CONTROL = "read-control";
    private static final String READ_TURNS = "read-turns";
    private static final String LEDGER = "ledger";

    private LedgerTopology() {}

    /**
     * What the ledger is made of.
     *
     * @param homes number of home partitions
     * @param nearby executors in this process
     */
    public record Parts(
            Ledger ledger, RecordCodec codec, Topics topics, int homes, NearbyClaims nearby) {

        Set<String> allowedOn(String topic) {
            if (topic.equals(topics.requests())) {
                return Contract.REQUESTS;
            }
            if (topic.equals(topics.turns())) {
                return Contract.TURNS;
            }
            return topic.equals(topics.reports()) ? Contract.REPORTS : Contract.CONTROL;
        }
    }

    public static void addTo(Topology topology, Parts parts) {
        Topics topics = parts.topics();
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        HomePartitioner home = new HomePartitioner();
        TimestampExtractor time = LedgerTopology::timeOf;
        AutoOffsetReset all = AutoOffsetReset.earliest();
        topology.addSource(all, READ_REQUESTS, time, in, in, topics.requests())
                .addSource(all, READ_REPORTS, time, in, in, topics.reports())
                .addSource(all, READ_CONTROL, time, in, in, topics.control())
                .addSource(all, READ_TURNS, time, in, in, topics.turns())
                .addProcessor(
                        LEDGER,
                        () -> new LedgerProcessor(parts),
                        READ_REQUESTS,
                        READ_REPORTS,
                        READ_CONTROL,
                        READ_TURNS)
                .addStateStore(store(ActionStore.NAME), LEDGER)
                .addSink(LedgerOutbox.EVENTS, topics.events(), out, out, home, LEDGER)
                .addSink(
                        LedgerOutbox.TASKS, topics.tasks(), out, out, HomePartitioner::work, LEDGER)
                .addSink(LedgerOutbox.REVOCATIONS, topics.revocations(), out, out, LEDGER)
                .addSink(
                        LedgerOutbox.TURNS,
                        topics.turns(),
                        out,
                        out,
                        HomePartitioner::turns,
                        LEDGER)
                .addSink(LedgerOutbox.REQUESTS, topics.requests(), out, out, home, LEDGER)
                .addSink(LedgerOutbox.CONTROL, topics.control(), out, out, home, LEDGER)
                .addSink(LedgerOutbox.DEAD_LETTERS, topics.deadLetters(), out, out, LEDGER);
    }

    /** A foreign client may send -1, at which Streams' own extractor stops for ever. */
    static long timeOf(ConsumerRecord<Object, Object> message, long partitionTime) {
        return Math.max(0, message.timestamp());
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
