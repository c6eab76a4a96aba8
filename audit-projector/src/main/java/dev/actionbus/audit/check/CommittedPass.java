package dev.actionbus.audit.check;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records from their first offset to given ends, each partition in order. Joins no
 * group, writes nothing. Not thread-safe.
 */
final class CommittedPass implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;

    CommittedPass(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        // A fetch at the end of a topic waits; a question for offsets would wait behind it.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(settings, bytes, bytes);
    }

    /** What is done with a record. */
    interface Take {
        /** Whether more of its partition is wanted. */
        boolean take(ConsumerRecord<byte[], byte[]> record);
    }

    /** In order; none when there is no such topic. */
    List<TopicPartition> partitionsIfAny(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(topic, it.partition()))
                .sorted(Comparator.comparing(TopicPartition::partition))
                .toList();
    }

    /**
     * @throws UnknownTopicOrPartitionException there is no such topic
     */
    List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = partitionsIfAny(topic);
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic);
        }
        return partitions;
    }

    TopicOffsets begins(Collection<TopicPartition> partitions) {
        return new TopicOffsets(consumer.beginningOffsets(partitions));
    }

    /** Offsets behind the last committed records: before the first open transaction. */
    TopicOffsets committedEnds(Collection<TopicPartition> partitions) {
        return new TopicOffsets(consumer.endOffsets(partitions));
    }

    /**
     * @param ends what lies behind is not read; may lie behind an open transaction, whose end is
     *     waited for
     */
    void read(
            Collection<TopicPartition> partitions, TopicOffsets ends, Take to, Progress progress) {
        TopicOffsets begins = begins(partitions);
        long total = begins.upTo(ends, partitions);
        Map<TopicPartition, Long> reached = new HashMap<>(begins.all());
        Set<TopicPartition> reading =
                partitions.stream()
                        .filter(it -> begins.at(it) < ends.at(it))
                        .collect(Collectors.toCollection(HashSet::new));
        consumer.assign(reading);
        consumer.seekToBeginning(reading);
        long lastStep = System.nanoTime();
        while (!reading.isEmpty()) {
            Set<TopicPartition> done = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition at = new TopicPartition(record.topic(), record.partition());
                if (!done.contains(at) && record.offset() < ends.at(at) && !to.take(record)) {
                    done.add(at);
                }
            }
            boolean step = advance(reading, reached, ends);
            TopicOffsets now = new TopicOffsets(reached);
            if (reading.removeIf(it -> done.contains(it) || now.at(it) == ends.at(it))) {
                consumer.assign(reading);
            }
            if (step) {
                lastStep = System.nanoTime();
                progress.at(begins.upTo(now, partitions), total);
            } else if (System.nanoTime() - lastStep > LONGEST_SILENCE.toNanos()) {
                throw new TimeoutException("no more came of " + reading);
            }
        }
    }

    /** Whether any position is another than before; they also pass the markers of transactions. */
    private boolean advance(
            Set<TopicPartition> reading, Map<TopicPartition, Long> reached, TopicOffsets ends) {
        boolean step = false;
        for (TopicPartition at : reading) {
            long position = Math.min(ends.at(at), consumer.position(at));
            step |= !Long.valueOf(position).equals(reached.put(at, position));
        }
        return step;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
