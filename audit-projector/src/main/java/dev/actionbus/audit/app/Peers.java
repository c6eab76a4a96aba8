package dev.actionbus.audit.app;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsMetadata;

/** The other processes that hold parts of the view. */
record Peers(Projector projector, String self, String events, int homes) {

    static Peers of(Projector projector, ProjectorSettings settings, int homes) {
        return new Peers(projector, "http://" + settings.host(), settings.topics().events(), homes);
    }

    boolean everyPartitionHasAHome() {
        Collection<StreamsMetadata> all = projector.streams().metadataForAllStreamsClients();
        return all.stream()
                        .flatMap(process -> process.topicPartitions().stream())
                        .filter(partition -> partition.topic().equals(events))
                        .distinct()
                        .count()
                == homes;
    }

    /** Their base URLs. */
    List<String> others() {
        Stream<StreamsMetadata> all = projector.streams().metadataForAllStreamsClients().stream();
        return all.filter(process -> process.port() > 0)
                .map(process -> "http://" + process.host() + ":" + process.port())
                .filter(url -> !url.equals(self))
                .toList();
    }
}
