package dev.actionbus.standalone.cli;

import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageGraph;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageReplay;
import dev.actionbus.audit.lineage.LineageTrace;
import dev.actionbus.embedded.broker.BrokerOptions;
import dev.actionbus.embedded.broker.DirectoryInUse;
import dev.actionbus.embedded.broker.DirectoryLock;
import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.embedded.broker.EmbeddedBroker;
import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Lineage from the event log alone: no ledger, no view, nothing of the bus has to run. */
final class ReplayedLineage {

    @Option(
            names = "--replay",
            description = "Build the graph from the first event in Kafka on; ask no ledger.")
    private boolean replay;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Where Kafka is, with --replay (default: ${DEFAULT-VALUE}).")
    private String kafka = "";

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "A schema registry, with --replay (default: the topic _schemas).")
    private @Nullable String registry;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Replay a bus that does not run, from its directory.")
    private @Nullable Path data;

    boolean isAsked() {
        return replay || data != null;
    }

    Optional<Lineage> trace(LineageQuery query) {
        return LineageTrace.of(data == null ? read(kafka) : readStopped(data), query);
    }

    private LineageGraph readStopped(Path directory) {
        if (!Files.isDirectory(directory.resolve("broker"))) {
            throw Failure.usage(
                    "DATA_MISSING", directory + " is not the directory of a bus", "check --data");
        }
        try (DirectoryLock _ = DirectoryLock.take(directory);
                EmbeddedBroker broker =
                        EmbeddedBroker.start(
                                new BrokerOptions(
                                        directory.resolve("broker"), 0, Durability.FLUSH))) {
            return read(broker.bootstrapServers());
        } catch (DirectoryInUse e) {
            throw Failure.environment(
                    "DATA_IN_USE",
                    String.valueOf(e.getMessage()),
                    "its bus runs: leave --data out");
        } catch (IOException e) {
            throw Failure.environment("DATA_UNUSABLE", directory + ": " + e.getMessage(), "");
        }
    }

    private LineageGraph read(String servers) {
        Map<String, String> properties = Map.of("bootstrap.servers", servers);
        try {
            if (registry != null) {
                return read(
                        properties,
                        new RecordCodec(
                                new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, registry))));
            }
            try (TopicSchemaRegistry own = TopicSchemaRegistry.open(Map.copyOf(properties))) {
                return read(properties, new RecordCodec(own));
            }
        } catch (RegistryUnavailable | KafkaException e) {
            throw Failure.environment(
                    "KAFKA_UNUSABLE",
                    servers + ": " + e.getMessage(),
                    "name the broker with --kafka HOST:PORT");
        }
    }

    private static LineageGraph read(Map<String, String> properties, RecordCodec codec) {
        boolean watched = System.console() != null && System.console().isTerminal();
        LineageGraph graph =
                LineageReplay.read(
                        properties,
                        Topics.DEFAULT.events(),
                        codec,
                        part -> {
                            if (watched) {
                                System.err.print("\rreading events " + (int) (part * 100) + " %");
                            }
                        });
        if (watched) {
            System.err.print("\r\u001b[K");
        }
        return graph;
    }
}
