package dev.actionbus.standalone;

import dev.actionbus.wire.HttpSchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads {@code action.events} as a stranger would: plain consumer, schemas from the registry's REST
 * API, Avro's generic records. Nothing here is the product's own reading.
 */
final class EventLog {

    static final Set<String> TERMINAL =
            Set.of("ActionCompleted", "ActionFailed", "ActionCancelled", "OutcomeUnknown");
    private static final int FRAME = 5;

    private final BusProcess kafka;
    private final HttpSchemaRegistry registry;
    private final Map<Integer, Schema> schemas = new HashMap<>();

    EventLog(BusProcess bus) {
        kafka = bus;
        registry = new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, bus.url()));
    }

    /**
     * An event.
     *
     * @param type name of the Avro record
     * @param actionId empty if it is about none
     */
    record Event(String type, String actionId, GenericRecord value) {

        boolean isTerminal() {
            return TERMINAL.contains(type);
        }
    }

    /** All events there are now, each partition in its order. */
    List<Event> read() {
        return records("action.events").stream().map(r -> event(r.value())).toList();
    }

    Map<String, List<Event>> byAction() {
        return read().stream().collect(Collectors.groupingBy(Event::actionId));
    }

    List<Event> of(String actionId) {
        return byAction().getOrDefault(actionId, List.of());
    }

    /** The committed records of a topic up to its end now. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "fetch.max.wait.ms",
                        20);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private Event event(byte[] bytes) {
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        Schema schema =
                schemas.computeIfAbsent(
                        id, _ -> new Schema.Parser().parse(registry.schemaById(id).orElseThrow()));
        try {
            GenericRecord value =
                    new GenericDatumReader<GenericRecord>(schema)
                            .read(
                                    null,
                                    DecoderFactory.get()
                                            .binaryDecoder(
                                                    bytes, FRAME, bytes.length - FRAME, null));
            return new Event(schema.getName(), actionId(value), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String actionId(GenericRecord value) {
        GenericRecord holder =
                value.hasField("request") ? (GenericRecord) value.get("request") : value;
        return holder.hasField("actionId") ? holder.get("actionId").toString() : "";
    }
}
