package dev.actionbus.testkit;

import dev.actionbus.embedded.broker.BrokerOptions;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.embedded.broker.EmbeddedBroker;
import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The broker all test classes of a JVM share; JUnit closes it after the last one. */
final class SharedBroker implements AutoCloseable {

    private final Path data;
    private final EmbeddedBroker broker;
    private final Admin admin;
    private final TopicSchemaRegistry registry;

    private SharedBroker(Path data, EmbeddedBroker broker) {
        this.data = data;
        this.broker = broker;
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        this.admin = Admin.create(kafka);
        this.registry = TopicSchemaRegistry.open(kafka);
    }

    static SharedBroker start() {
        try {
            Path data = Files.createTempDirectory("actionbus-test");
            return new SharedBroker(
                    data,
                    EmbeddedBroker.start(BrokerOptions.in(data).withDurability(Durability.OS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    TopicSchemaRegistry registry() {
        return registry;
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() throws IOException {
        registry.close();
        admin.close();
        broker.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
