package dev.actionbus.executor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one claim transaction holds.
 *
 * @param granted the attempts it claims
 * @param unreadable how many records it puts aside
 * @param records a start for each attempt, a dead letter for each unreadable record
 * @param offsets behind the last task of each partition
 * @param at monotonic nanoseconds before it was sent
 */
record ClaimBatch(
        List<Task.Granted> granted,
        int unreadable,
        List<ProducerRecord<byte[], byte[]>> records,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        long at) {

    static ClaimBatch of(List<Task> tasks, ReportRecords reports, String deadLetters, long at) {
        List<Task.Granted> granted = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Task task : tasks) {
            offsets.put(task.position().partition(), task.position().next());
            switch (task) {
                case Task.Granted grant -> {
                    granted.add(grant);
                    records.add(reports.started(grant.work()));
                }
                case Task.Unreadable unreadable ->
                        records.add(DeadLetter.of(unreadable, deadLetters));
            }
        }
        return new ClaimBatch(granted, tasks.size() - granted.size(), records, offsets, at);
    }

    /** Slots its attempts occupy. */
    int weight() {
        return granted.stream().mapToInt(Task::weight).sum();
    }
}
