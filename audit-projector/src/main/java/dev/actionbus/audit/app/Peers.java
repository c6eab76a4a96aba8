package dev.actionbus.audit.app;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * The other processes that hold parts of the view, as of the last time that parts were dealt.
 *
 * @param topic whoever reads it holds the part
 */
record Peers(Projector projector, String self, String topic) {

    static Peers of(Projector projector, ProjectorSettings settings) {
        return new Peers(projector, "http://" + settings.host(), settings.topics().events());
    }

    /** Those whose ledgers decide; theirs are not always the parts whose view they make. */
    static Peers ofLedgers(Projector projector, ProjectorSettings settings) {
        return new Peers(projector, "http://" + settings.host(), settings.topics().requests());
    }

    /**
     * Another process.
     *
     * @param url without a path
     * @param folds partitions whose view it makes
     * @param copies partitions of whose view it keeps a copy
     */
    record Peer(String url, Set<Integer> folds, Set<Integer> copies) {}

    List<Peer> others() {
        Collection<StreamsMetadata> all;
        try {
            all = projector.streams().metadataForAllStreamsClients();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return List.of(); // not started, or stopped
        }
        return all.stream()
                .filter(it -> it.port() > 0)
                .map(it ->
                        new Peer(
                                "http://" + it.host() + ":" + it.port(),
                                ours(it.topicPartitions()),
                                ours(it.standbyTopicPartitions())))
                .filter(peer -> !peer.url().equals(self))
                .toList();
    }

    private Set<Integer> ours(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(it -> it.topic().equals(topic))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }
}
