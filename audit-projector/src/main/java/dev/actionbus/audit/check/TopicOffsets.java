package dev.actionbus.audit.check;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** An offset for each partition, 0 for one that is not named. */
record TopicOffsets(Map<TopicPartition, Long> all) {

    long at(TopicPartition partition) {
        return all.getOrDefault(partition, 0L);
    }

    /** Offsets between these and those, over some partitions. */
    long upTo(TopicOffsets ends, Collection<TopicPartition> partitions) {
        return partitions.stream().mapToLong(it -> ends.at(it) - at(it)).sum();
    }
}
