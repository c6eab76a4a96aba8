package dev.actionbus.standalone.node;

import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.wire.Topics;
import java.util.Map;

/** Which Kafka the bus runs on. */
public sealed interface ClusterSettings {

    /** Names of the bus's topics. */
    Topics topics();

    /** Home partitions, if the topics are made now. */
    int partitions();

    /**
     * A broker in this process.
     *
     * @param port on 127.0.0.1; 0: any free one
     */
    record Embedded(Topics topics, int partitions, int port, Durability durability)
            implements ClusterSettings {}

    /**
     * A cluster that is there.
     *
     * @param properties of Kafka's clients, {@code bootstrap.servers} at least, and the registry's
     *     if there is one
     * @param replication copies of each partition, if the topics are made now
     */
    record Remote(Topics topics, int partitions, Map<String, String> properties, short replication)
            implements ClusterSettings {

        public Remote {
            properties = Map.copyOf(properties);
        }
    }
}
