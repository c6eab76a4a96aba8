package dev.actionbus.executor;

import dev.actionbus.wire.WholeTopic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of the Kafka clients: defaults, then the user's, then what the protocol decides.
 */
final class ClientProperties {

    private static final String BLOCK_MILLIS = "1000";

    private ClientProperties() {}

    static Map<String, Object> consumer(ExecutorSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(settings, "tasks"));
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000");
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "2000");
        all.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        // What stays with a member stays queued and claimable while others join and leave.
        all.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        all.putAll(settings.kafka());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, ExecutorSettings.groupOf(settings.topics()));
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Static membership is suspect in a stall that was seen once (the watchdog's reason).
        all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return all;
    }

    static Map<String, Object> claims(ExecutorSettings settings) {
        Map<String, Object> all = producer(settings, "claims");
        // The next transaction's first request may meet the markers of the one before.
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "2");
        // One request: of two, the first may be refused for the markers and the second taken.
        all.put(ProducerConfig.LINGER_MS_CONFIG, "1");
        all.putAll(settings.kafka());
        durable(all);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId());
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "10000");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        // Kafka wants delivery.timeout.ms not below request.timeout.ms plus linger.ms.
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "8000");
        return all;
    }

    static Map<String, Object> reports(ExecutorSettings settings) {
        Map<String, Object> all = producer(settings, "reports");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "1");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "600000");
        all.putAll(settings.kafka());
        durable(all);
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return all;
    }

    static Map<String, Object> whole(ExecutorSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(settings, "whole"));
        all.putAll(settings.kafka());
        return WholeTopic.properties(all);
    }

    private static Map<String, Object> producer(ExecutorSettings settings, String role) {
        Map<String, Object> all = new HashMap<>();
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(settings, role));
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return all;
    }

    private static void durable(Map<String, Object> all) {
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    }

    private static String clientId(ExecutorSettings settings, String role) {
        return settings.transactionalId() + "-" + role;
    }
}
