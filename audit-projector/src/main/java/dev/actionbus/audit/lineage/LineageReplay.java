package dev.actionbus.audit.lineage;

import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Folds the graph from the first event to what is the last committed one when it begins. Needs
 * Kafka and the schemas, and no part of the bus. Reads every event.
 */
public final class LineageReplay {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int SILENT_POLLS = 100;

    private LineageReplay() {}

    /**
     * @param kafka client properties, {@code bootstrap.servers} at least
     * @param events name of the topic
     * @param progress told the part that is done, 0 to 1
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    public static LineageGraph read(
            Map<String, String> kafka, String events, RecordCodec codec, DoubleConsumer progress) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(events, ANSWER).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            LineageGraph graph = new LineageGraph();
            int silent = 0;
            while (!reached(consumer, ends)) {
                var records = consumer.poll(POLL);
                records.forEach(each -> {
                    if (each.offset() < ends.getOrDefault(partition(each), 0L)) {
                        add(graph, each, codec);
                    }
                });
                silent = records.isEmpty() ? silent + 1 : 0;
                if (silent > SILENT_POLLS) {
                    throw new TimeoutException("nothing more came before the ends " + ends);
                }
                progress.accept((double) done(consumer, ends) / Math.max(1, all));
            }
            return graph;
        }
    }

    private static void add(
            LineageGraph graph, ConsumerRecord<byte[], byte[]> each, RecordCodec codec) {
        // Only the ledger writes here: a stranger's record changes nothing in the view either.
        if (each.key() != null
                && codec.decode(each.value(), Contract.EVENTS)
                        instanceof Decoded.Readable(var event)) {
            graph.add(new String(each.key(), StandardCharsets.UTF_8), event);
        }
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> each) {
        return new TopicPartition(each.topic(), each.partition());
    }

    private static boolean reached(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long done(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.min(end.getValue(), consumer.position(end.getKey())))
                .sum();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }
}
