package dev.actionbus.audit;

import dev.actionbus.wire.RecordCodec;
import java.util.List;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Finds events in the partitions that this process holds: what happened is read from the topic, of
 * which actions the view knows.
 *
 * @param homes number of partitions
 */
public record EventSearch(AuditView view, EventTopic topic, RecordCodec codec, int homes) {

    /** So many records are read for a page, however many partitions there are. */
    private static final int READ = 20_000;

    private static final int READ_OF_ONE = 500;

    /**
     * @throws AuditView.NotHere a partition is moving
     * @throws EventsMissing the topic does not have events any more that the view knows of
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public List<FoundEvents> here(EventQuery query) {
        try {
            return view.partitionsHere().stream().map(it -> search(it, query)).toList();
        } catch (InvalidStateStoreException e) {
            throw new AuditView.NotHere(e);
        }
    }

    private FoundEvents search(int partition, EventQuery query) {
        PartitionLog log = new PartitionLog(partition, view.store(partition), topic, codec);
        return new SearchPartition(log, query).run(Math.max(READ_OF_ONE, READ / homes));
    }
}
