package dev.actionbus.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The events as they lie on their topic. Throws Kafka's exceptions when it does not answer. */
public record CommittedEvents(CommittedReads reads, String topic) implements EventTopic {

    @Override
    public List<EventRecord> at(int partition, Collection<Long> offsets) {
        return events(reads.at(of(partition), offsets));
    }

    @Override
    public List<EventRecord> from(int partition, long offset) {
        return events(reads.from(of(partition), offset));
    }

    @Override
    public OptionalLong since(int partition, Instant time) {
        return reads.since(of(partition), time);
    }

    private TopicPartition of(int partition) {
        return new TopicPartition(topic, partition);
    }

    private static List<EventRecord> events(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(it ->
                        new EventRecord(
                                it.offset(), Math.max(0, it.timestamp()), it.key(), it.value()))
                .toList();
    }
}
