package dev.actionbus.standalone.replay;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Reads from the event log which actions were accepted since a time, in that order. */
public final class RecordedActions {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordCodec codec;
    private final String topic;

    /**
     * @param consumer read_committed, without a group; stays the caller's
     * @param topic the event log
     */
    public RecordedActions(Consumer<byte[], byte[]> consumer, RecordCodec codec, String topic) {
        this.consumer = consumer;
        this.codec = codec;
        this.topic = topic;
    }

    /**
     * Actions accepted since then, up to the end of the log as it is now. Within a partition in the
     * order of the log; over partitions by the ledger's clock.
     */
    public List<RecordedAction> since(Instant from) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(it -> new TopicPartition(topic, it.partition()))
                        .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(partitions, ends, from);
        Map<String, ActionAccepted> accepted = new LinkedHashMap<>();
        Map<String, Ending> endings = new LinkedHashMap<>();
        while (!ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                if (codec.decode(each.value(), Contract.EVENTS) instanceof Decoded.Readable event) {
                    take(each.key(), event.value(), accepted, endings);
                }
            }
        }
        List<RecordedAction> actions = new ArrayList<>();
        accepted.values().stream()
                .sorted((a, b) -> a.getAt().compareTo(b.getAt()))
                .map(it -> it.getRequest())
                .forEach(request ->
                        actions.add(
                                new RecordedAction(
                                        request,
                                        Optional.ofNullable(endings.get(request.getActionId())))));
        return actions;
    }

    private void seek(
            List<TopicPartition> partitions, Map<TopicPartition, Long> ends, Instant from) {
        Map<TopicPartition, Long> times = new LinkedHashMap<>();
        partitions.forEach(it -> times.put(it, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(
                    partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private static void take(
            byte[] key,
            SpecificRecord event,
            Map<String, ActionAccepted> accepted,
            Map<String, Ending> endings) {
        String actionId = new String(key, StandardCharsets.UTF_8);
        if (event instanceof ActionAccepted admission) {
            accepted.putIfAbsent(actionId, admission);
        } else {
            Ending.of(event).ifPresent(ending -> endings.putIfAbsent(actionId, ending));
        }
    }
}
