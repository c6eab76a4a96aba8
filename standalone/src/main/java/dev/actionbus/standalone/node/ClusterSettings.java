package dev.actionbus.standalone.node;

import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.wire.Topics;
import java.util.Map;

/** Which Kafka the bus runs on. */
public sealed interface ClusterSettings {

    /**
     * A transaction costs by the partitions it touches, and one machine needs one ledger: more
     * homes would only make it slower.
     */
    Partitions ONE_MACHINE = new Partitions(1, 2);

    /** Room to grow: the number can not be changed later. */
    Partitions CLUSTER = new Partitions(8, 32);

    /** Names of the bus's topics. */
    Topics topics();

    /** Partitions, if the topics are made now. */
    Partitions partitions();

    /** Copies of the ledger's and the view's state that other processes keep up to date. */
    int standbys();

    /**
     * How far the work can be shared. Fixed when the topics are made.
     *
     * @param homes as many ledgers
     * @param queues as many executors
     */
    record Partitions(int homes, int queues) {}

    /**
     * A broker in this process.
     *
     * @param port on 127.0.0.1; 0: any free one
     */
    record Embedded(Topics topics, Partitions partitions, int port, Durability durability)
            implements ClusterSettings {

        /** There is nobody else. */
        @Override
        public int standbys() {
            return 0;
        }
    }

    /**
     * A cluster that is there.
     *
     * @param properties of Kafka's clients, {@code bootstrap.servers} at least, and the registry's
     *     if there is one
     * @param replication copies of each partition, if the topics are made now
     */
    record Remote(
            Topics topics,
            Partitions partitions,
            Map<String, String> properties,
            short replication,
            int standbys)
            implements ClusterSettings {

        public Remote {
            properties = Map.copyOf(properties);
        }
    }
}
