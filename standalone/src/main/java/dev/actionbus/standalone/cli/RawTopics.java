package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.LogScan;
import dev.actionbus.audit.check.NotVerified;
import dev.actionbus.audit.check.Progress;
import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The raw topics, for commands that read Kafka and do not ask the bus. */
final class RawTopics {

    private static final int PATIENCE_MS = 10_000;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Where Kafka is (default: ${DEFAULT-VALUE}).")
    private String servers = "";

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            defaultValue = "action",
            description = "First part of the topics' names (default: ${DEFAULT-VALUE}).")
    private String prefix = "";

    @Mixin private ClientProperties config = new ClientProperties();

    /** What is done with the topics. */
    interface Reading<T> {
        T read(LogScan scan, Progress progress) throws IOException;
    }

    /** What is done with clients of its own. */
    interface Asking<T> {
        T ask(Map<String, Object> client, Topics topics, Progress progress) throws IOException;
    }

    /** What is done with a consumer of committed records that has no group. */
    interface Consuming<T> {
        T consume(Consumer<byte[], byte[]> consumer, Topics topics);
    }

    <T> T consume(Consuming<T> consuming) {
        return ask((client, topics, _) -> {
            client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            ByteArrayDeserializer bytes = new ByteArrayDeserializer();
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(client, bytes, bytes)) {
                return consuming.consume(consumer, topics);
            }
        });
    }

    <T> T read(Reading<T> reading) {
        return ask((client, topics, bar) -> {
            try (LogScan scan = LogScan.connect(client, topics)) {
                if (scan.logs().isEmpty()) {
                    throw Failure.environment(
                            "LOG_MISSING",
                            servers + " has no topic " + topics.events(),
                            "name the broker of a bus with --kafka HOST:PORT");
                }
                return reading.read(scan, bar);
            }
        });
    }

    <T> T ask(Asking<T> asking) {
        Map<String, Object> client = new HashMap<>(config.read());
        client.put("bootstrap.servers", servers);
        client.put("default.api.timeout.ms", PATIENCE_MS);
        client.put("request.timeout.ms", PATIENCE_MS);
        try (ProgressBar bar = new ProgressBar()) {
            return asking.ask(client, new Topics(prefix), bar);
        } catch (NotVerified e) {
            throw AuditText.failure(e.findings());
        } catch (TimeoutException e) {
            throw Failure.environment(
                    "KAFKA_UNREACHABLE",
                    servers + " does not answer after 10 s",
                    "name the broker with --kafka HOST:PORT");
        } catch (RegistryUnavailable e) {
            throw Failure.environment(
                    "REGISTRY_UNREACHABLE",
                    String.valueOf(e.getMessage()),
                    "the schemas come from the bus: name it with --url");
        } catch (KafkaException e) {
            throw Failure.environment("KAFKA_UNUSABLE", servers + ": " + e.getMessage(), "");
        } catch (IOException e) {
            throw Failure.environment("FILE_UNUSABLE", String.valueOf(e), "");
        }
    }
}
