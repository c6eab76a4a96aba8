package dev.actionbus.audit.app;

import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the ledger and the view run.
 *
 * @param kafka properties of Kafka's clients and of Kafka Streams, passed through
 * @param topics names of the bus's topics
 * @param stateDirectory survives restarts; without it the state comes back from Kafka
 * @param keyFile the keys that sign checkpoints; made when it is not there
 * @param host where other processes ask this one's part of the view, as {@code host:port}
 * @param lease an attempt that is silent for longer is lost
 * @param standbys copies of the state on other processes
 */
public record ProjectorSettings(
        Map<String, Object> kafka,
        Topics topics,
        Path stateDirectory,
        Path keyFile,
        String host,
        Duration lease,
        int standbys) {

    public ProjectorSettings {
        kafka = Map.copyOf(kafka);
        if (lease.compareTo(Duration.ofMillis(500)) < 0) {
            throw new IllegalArgumentException("a lease has at least 500 ms");
        }
    }

    String applicationId() {
        return TopicLayout.ledgerGroup(topics);
    }
}
