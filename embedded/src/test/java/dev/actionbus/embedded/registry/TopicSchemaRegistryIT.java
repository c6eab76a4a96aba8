package dev.actionbus.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.embedded.broker.BrokerOptions;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.embedded.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class TopicSchemaRegistryIT {

    @TempDir Path data;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerOptions.in(data).withDurability(Durability.OS));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aRestartOfRegistryAndBrokerKeepsIds() {
        int id;
        try (TopicSchemaRegistry registry = open()) {
            registry.register("a", Schemas.fields("x"));
            id = registry.register("a", Schemas.fields("x", "y"));
        }
        broker.close();
        start();
        try (TopicSchemaRegistry registry = open()) {
            assertThat(registry.register("b", Schemas.fields("x", "y"))).isEqualTo(id);
            assertThat(registry.schemaById(id).orElseThrow()).contains("\"y\"");
            assertThat(registry.schemaById(99)).isEmpty();
        }
    }

    @Test
    void writersAtTheSameTimeNeverShareAnId() throws Exception {
        Map<Integer, String> byId = new ConcurrentHashMap<>();
        Map<String, Integer> bySchema = new ConcurrentHashMap<>();
        List<String> clashes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String own = "w" + writer;
                writers.add(threads.submit(() -> registerMany(own, byId, bySchema, clashes)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(clashes).isEmpty();
        assertThat(byId).hasSize(3 * 8 + 8);
        try (TopicSchemaRegistry reader = open()) {
            byId.forEach((id, schema) -> assertThat(reader.schemaById(id)).contains(schema));
        }
    }

    private void registerMany(
            String own,
            Map<Integer, String> byId,
            Map<String, Integer> bySchema,
            List<String> clashes) {
        try (TopicSchemaRegistry registry = open()) {
            for (int i = 0; i < 8; i++) {
                for (String name : List.of(own + "_" + i, "shared_" + i)) {
                    String schema = AvroText.canonical(Schemas.fields(name));
                    int id = registry.register(name, schema);
                    String other = byId.putIfAbsent(id, schema);
                    Integer otherId = bySchema.putIfAbsent(schema, id);
                    if ((other != null && !other.equals(schema))
                            || (otherId != null && otherId != id)) {
                        synchronized (clashes) {
                            clashes.add(id + " " + schema);
                        }
                    }
                }
            }
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedAndLeavesNothing() {
        try (TopicSchemaRegistry registry = open()) {
            registry.register("a", Schemas.fields("x"));
            assertThatThrownBy(() -> registry.register("a", Schemas.required("id")))
                    .isInstanceOf(RegistryRefusal.class)
                    .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");
            assertThatThrownBy(() -> registry.register("a", "no schema"))
                    .isInstanceOf(RegistryRefusal.class);
            assertThat(registry.register("c", Schemas.required("id"))).isEqualTo(2);
        }
    }

    @Test
    void aTopicConfluentWroteIsReadAndContinued() throws Exception {
        open().close();
        confluentWrites(
                "{\"keytype\":\"NOOP\",\"magic\":0}",
                null,
                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                "{\"compatibilityLevel\":\"NONE\"}",
                "{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"orders-value\",\"version\":1,\"id\":41,"
                        + "\"schema\":\"\\\"string\\\"\",\"deleted\":false}",
                "{\"keytype\":\"SCHEMA\",\"subject\":\"gone\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"gone\",\"version\":1,\"id\":42,"
                        + "\"schema\":\"\\\"long\\\"\",\"deleted\":false}",
                "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"gone\",\"magic\":0}",
                "{\"subject\":\"gone\",\"version\":1}");
        try (TopicSchemaRegistry registry = open()) {
            assertThat(registry.schemaById(41)).contains("\"string\"");
            assertThat(registry.schemaById(42)).contains("\"long\"");
            assertThat(registry.read(SchemaStore::subjects)).containsExactly("orders-value");
            assertThat(registry.register("orders-value", "\"bytes\"")).isEqualTo(43);
        }
    }

    @Test
    void anIdOfAnotherProcessIsFoundOnDemand() {
        try (TopicSchemaRegistry reader = open();
                TopicSchemaRegistry writer = open()) {
            int id = writer.register("a", Schemas.fields("x"));
            assertThat(reader.schemaById(id)).isPresent();
        }
    }

    private TopicSchemaRegistry open() {
        return TopicSchemaRegistry.open(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void confluentWrites(@Nullable String... keysAndValues) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                producer.send(
                                new ProducerRecord<>(
                                        "_schemas", 0, keysAndValues[i], keysAndValues[i + 1]))
                        .get();
            }
        }
    }
}
