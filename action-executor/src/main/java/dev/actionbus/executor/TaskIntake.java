package dev.actionbus.executor;

import dev.actionbus.wire.RegistryUnavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the tasks topic as a member of the executors' group. Never commits: offsets move with
 * claims only, so whatever waits here may be forgotten at any time. Poll thread only.
 */
final class TaskIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskIntake.class);
    private static final Duration AT_MOST = Duration.ofMillis(900);

    private final Consumer<byte[], byte[]> consumer;
    private final TaskReader reader;
    private final Watchdog watchdog;
    private final LongSupplier nanoTime;
    private final TaskQueue queue = new TaskQueue();
    private boolean rewinding;
    private long registryPauseUntil;

    TaskIntake(
            Consumer<byte[], byte[]> consumer,
            String topic,
            TaskReader reader,
            Watchdog watchdog,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.reader = reader;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
        this.registryPauseUntil = nanoTime.getAsLong();
        consumer.subscribe(List.of(topic), new ForgetWhatMoves());
    }

    int waiting() {
        return queue.size();
    }

    int nextWeight() {
        return queue.nextWeight();
    }

    List<Task> take(int freeSlots) {
        return queue.take(freeSlots);
    }

    /** Names the membership under which the queue was filled. */
    ConsumerGroupMetadata membership() {
        return consumer.groupMetadata();
    }

    /**
     * Keeps the membership alive and, if wanted, reads.
     *
     * @param wanted false: every partition is paused
     */
    void poll(boolean wanted, Duration atMost) {
        if (rewinding) {
            rewind();
        }
        boolean reading = wanted && !rewinding && nanoTime.getAsLong() >= registryPauseUntil;
        if (reading) {
            consumer.resume(consumer.paused());
        } else {
            consumer.pause(consumer.assignment());
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(atMost);
        if (!records.isEmpty() || !reading || consumer.assignment().isEmpty()) {
            watchdog.calm();
        }
        for (TopicPartition partition : records.partitions()) {
            queue(partition, records.records(partition));
        }
    }

    /** Forgets what waits and reads again from the committed offsets, at the next polls. */
    void startOver() {
        queue.clear();
        rewinding = true;
    }

    /** Whether nothing was read for long although there is something to read. */
    boolean stalled() {
        if (!watchdog.barks()) {
            return false;
        }
        watchdog.calm();
        Set<TopicPartition> assigned = consumer.assignment();
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, AT_MOST);
            return ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), AT_MOST) < end.getValue());
        } catch (TimeoutException e) {
            LOG.warn("tasks: nothing read for long, and the broker does not say what there is");
            return false;
        }
    }

    @Override
    public void close() {
        queue.clear();
        consumer.close(CloseOptions.timeout(AT_MOST));
    }

    private void queue(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                queue.add(reader.read(record));
            } catch (RegistryUnavailable e) {
                LOG.warn("tasks: the schema registry does not answer; waiting: {}", e.getMessage());
                consumer.seek(partition, record.offset());
                registryPauseUntil = nanoTime.getAsLong() + AT_MOST.toNanos();
                return;
            }
        }
    }

    private void rewind() {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = consumer.committed(assigned, AT_MOST);
        } catch (TimeoutException e) {
            LOG.info("tasks: the committed offsets are not settled yet");
            return;
        }
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                throw new NoOffsetForPartitionException(partition);
            }
            consumer.seek(partition, offset);
        }
        rewinding = false;
    }

    /** What moves to another member is that member's to claim. */
    private final class ForgetWhatMoves implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("tasks: assigned {}", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            queue.drop(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            queue.drop(partitions);
        }
    }
}
