package dev.actionbus.embedded.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The server properties of a single node, tuned for few cores and short transactions. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String HOST = "127.0.0.1";
    private static final int MIB = 1 << 20;

    private BrokerSettings() {}

    static String bootstrapServers(Ports ports) {
        return HOST + ":" + ports.clients();
    }

    static Map<String, String> of(Path logs, Ports ports, Durability durability) {
        Map<String, Object> settings = new HashMap<>();
        settings.putAll(node(logs, ports));
        settings.putAll(liveness());
        settings.putAll(topics());
        settings.putAll(transactions());
        settings.putAll(resources());
        settings.putAll(durability(durability));
        // Kafka checks the Java type of what is not text: short is not int.
        return settings.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().toString()));
    }

    /**
     * A thread that flushes waits for the disk: others answer meanwhile, and flush with it. Two
     * indexes are flushed with each log; that costs less where they were not written to.
     */
    private static Map<String, Object> durability(Durability durability) {
        return switch (durability) {
            case FLUSH ->
                    Map.of(
                            "log.flush.interval.messages", 1,
                            "log.index.interval.bytes", 128 * 1024,
                            "num.io.threads", 8);
            case OS -> Map.of("num.io.threads", 2);
        };
    }

    private static Map<String, Object> node(Path logs, Ports ports) {
        String controller = HOST + ":" + ports.controller();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "log.dirs",
                logs.toString(),
                "listeners",
                "BUS://%s,CONTROLLER://%s".formatted(bootstrapServers(ports), controller),
                "listener.security.protocol.map",
                "BUS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "BUS",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE_ID + "@" + controller);
    }

    private static Map<String, Object> liveness() {
        return Map.of(
                // After a kill the controller waits this long for the dead broker before it lets
                // the new one in.
                "broker.session.timeout.ms", 3_000,
                "broker.heartbeat.interval.ms", 500,
                // An idle bus writes nothing: no quorum waits for a sign of life.
                "metadata.max.idle.interval.ms", 0,
                "controller.quorum.append.linger.ms", 1);
    }

    private static Map<String, Object> topics() {
        return Map.of(
                "auto.create.topics.enable",
                false,
                "delete.topic.enable",
                true,
                "default.replication.factor",
                1,
                "min.insync.replicas",
                1,
                "message.max.bytes",
                2 * MIB,
                "offsets.topic.replication.factor",
                1,
                "offsets.topic.num.partitions",
                4,
                "offsets.retention.minutes",
                Integer.MAX_VALUE,
                "group.initial.rebalance.delay.ms",
                0);
    }

    private static Map<String, Object> transactions() {
        return Map.of(
                "transaction.state.log.replication.factor", 1,
                "transaction.state.log.min.isr", 1,
                "transaction.state.log.num.partitions", 2,
                "transaction.max.timeout.ms", 60_000,
                // Not below the time a start takes: a transaction that ran out while the broker was
                // down is else given up before its partitions have a leader again, and those never
                // hear of it; who reads committed records only waits for ever.
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", 10_000,
                // The first request of the next transaction meets the markers of the last one; the
                // defaults sleep 20 to 100 ms there.
                "add.partitions.to.txn.retry.backoff.ms", 1,
                "add.partitions.to.txn.retry.backoff.max.ms", 5);
    }

    private static Map<String, Object> resources() {
        return Map.of(
                "num.network.threads", 1,
                "background.threads", 2,
                "group.coordinator.threads", 1,
                "share.coordinator.threads", 1,
                "share.coordinator.state.topic.replication.factor", 1,
                "share.coordinator.state.topic.min.isr", 1,
                "share.coordinator.state.topic.num.partitions", 1,
                "log.cleaner.dedupe.buffer.size", 16 * MIB);
    }
}
