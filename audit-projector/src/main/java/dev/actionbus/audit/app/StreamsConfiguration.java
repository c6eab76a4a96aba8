package dev.actionbus.audit.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The knobs of the ledger's Kafka Streams application. */
final class StreamsConfiguration {

    private StreamsConfiguration() {}

    static Properties of(ProjectorSettings settings) {
        Map<String, Object> all = new HashMap<>(settings.kafka());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        all.put(StreamsConfig.CLIENT_ID_CONFIG, LedgerHosts.clientId(settings));
        all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.host());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // Alone, the ledger does not wait for the view. With copies elsewhere one thread serves
        // both: tasks that also move between threads leave questions without an answer for longer.
        all.putIfAbsent(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.standbys() == 0 ? 2 : 1);
        // The ledger asks for a commit when it has something to tell (GroupCommit); this is for
        // what can wait: the view on a thread of its own, unless copies elsewhere follow it.
        all.putIfAbsent(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.standbys() == 0 ? 500 : 100);
        all.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, 5);
        // The order between topics means nothing to the ledger. By default a task with one empty
        // input waits for it before it touches the others (KIP-695).
        all.putIfAbsent(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        // A commit flushes: one request with every partition of the transaction, not several.
        all.putIfAbsent(producer(ProducerConfig.LINGER_MS_CONFIG), 100);
        all.putIfAbsent(producer(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        all.putIfAbsent(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        all.putIfAbsent(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.putIfAbsent(producer(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        all.putIfAbsent(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2000);
        all.putIfAbsent(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        all.putIfAbsent(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        all.putIfAbsent(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static String producer(String key) {
        return StreamsConfig.producerPrefix(key);
    }

    private static String consumer(String key) {
        return StreamsConfig.mainConsumerPrefix(key);
    }
}
