package dev.actionbus.audit;

import dev.actionbus.action.ActionId;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka has acknowledged and the view does not show yet: requests in front of the ledger,
 * events in front of the view. Who finds an action neither in the view nor, after that, here, and
 * then again not in the view, knows that nobody had asked for it.
 *
 * @param group the consumer group of the ledger and the view
 */
public record Backlog(Admin admin, CommittedReads reads, Topics topics, String group) {

    /** Whoever is so far behind can not say what is not there. */
    private static final int MOST = 20_000;

    private static final int TIMEOUT_MS = 2_000;

    /**
     * Whether a record of the action waits in its home partition.
     *
     * @throws KafkaException Kafka does not answer, or too much waits to be looked through
     */
    public boolean has(ActionId id, int home) {
        TopicPartition requests = new TopicPartition(topics.requests(), home);
        TopicPartition events = new TopicPartition(topics.events(), home);
        Map<TopicPartition, OffsetAndMetadata> done = done(List.of(requests, events));
        byte[] key = id.value().getBytes(StandardCharsets.UTF_8);
        // In the order in which an action comes along.
        return has(requests, done, key) || has(events, done, key);
    }

    private boolean has(
            TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> done, byte[] key) {
        OffsetAndMetadata read = done.get(partition);
        return reads.anyFrom(
                partition,
                read == null ? 0 : read.offset(),
                MOST,
                record -> Arrays.equals(record.key(), key));
    }

    private Map<TopicPartition, OffsetAndMetadata> done(List<TopicPartition> partitions) {
        try {
            return admin.listConsumerGroupOffsets(
                            Map.of(
                                    group,
                                    new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                            new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
