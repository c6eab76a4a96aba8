package dev.actionbus.standalone.cli;

import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.standalone.node.ClusterSettings;
import dev.actionbus.standalone.node.Role;
import dev.actionbus.wire.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka, as the command line says it. */
final class KafkaOptions {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "A Kafka cluster (default: a broker in this process).")
    private @Nullable String servers;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "9092",
            description = "Port of the broker in this process (default: 9092; 0: any free).")
    private int brokerPort = 9092;

    @Option(
            names = "--durability",
            paramLabel = "flush|os",
            defaultValue = "FLUSH",
            description =
                    "Of the broker in this process: flush survives a power loss,"
                            + " os only kill -9 (default: flush).")
    private Durability durability = Durability.FLUSH;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Home partitions: as many ledgers can share the work. Fixed when the topics"
                            + " are made (default: 1 in this process, 8 on a cluster).")
    private @Nullable Integer partitions;

    @Option(
            names = "--task-partitions",
            paramLabel = "N",
            description =
                    "As many executors can share the work. Fixed when the topics are made"
                            + " (default: 2 in this process, 32 on a cluster).")
    private @Nullable Integer taskPartitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each partition on a cluster (default: 1).")
    private short replication = 1;

    @Mixin private ClientProperties config = new ClientProperties();

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Ledgers on a cluster that keep a copy of another one's state: they answer"
                            + " while it is down and go on at once (default: 1).")
    private int standbys = 1;

    ClusterSettings cluster() {
        if (standbys < 0 || standbys > 9) {
            throw Failure.usage("STANDBYS_INVALID", "standbys are 0 to 9", "");
        }
        if (servers == null) {
            return new ClusterSettings.Embedded(
                    Topics.DEFAULT,
                    partitions(ClusterSettings.ONE_MACHINE),
                    brokerPort,
                    durability);
        }
        Map<String, String> properties = config.read();
        properties.put("bootstrap.servers", servers);
        return new ClusterSettings.Remote(
                Topics.DEFAULT,
                partitions(ClusterSettings.CLUSTER),
                properties,
                replication,
                standbys);
    }

    private ClusterSettings.Partitions partitions(ClusterSettings.Partitions otherwise) {
        int homes = partitions == null ? otherwise.homes() : partitions;
        int queues = taskPartitions == null ? otherwise.queues() : taskPartitions;
        if (homes < 1 || homes > 1024 || queues < 1 || queues > 1024) {
            throw Failure.usage("PARTITIONS_INVALID", "partitions are 1 to 1024", "");
        }
        return new ClusterSettings.Partitions(homes, queues);
    }

    Path defaultData(Set<Role> roles) {
        return servers == null
                ? Path.of(".actionbus")
                : NodeDirectory.firstFree(Path.of(".actionbus", "nodes"), roles);
    }
}
