package dev.actionbus.testkit;

import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.wire.Topics;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Kafka broker for JUnit Jupiter tests, in this process: {@code @RegisterExtension static
 * final BusKafka kafka = BusKafka.inProcess();}.
 *
 * <p>The first test class that uses it starts the broker, all classes of the JVM share it, it ends
 * with the test run. Tests keep apart by {@link #freshTopics}, not by brokers of their own.
 */
public final class BusKafka implements BeforeAllCallback {

    private static final ExtensionContext.Namespace ONE_PER_JVM =
            ExtensionContext.Namespace.create(BusKafka.class);

    private @Nullable SharedBroker shared;

    private BusKafka() {}

    public static BusKafka inProcess() {
        return new BusKafka();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared =
                context.getRoot()
                        .getStore(ONE_PER_JVM)
                        .computeIfAbsent(
                                SharedBroker.class,
                                key -> SharedBroker.start(),
                                SharedBroker.class);
    }

    public String bootstrapServers() {
        return broker().bootstrapServers();
    }

    /** The registry all tests on this broker share. */
    public TopicSchemaRegistry registry() {
        return broker().registry();
    }

    /**
     * Topics nobody else uses, created on the broker.
     *
     * @param partitions of the topics that actions have a home in, of tasks and checkpoints; the
     *     others have one
     */
    public Topics freshTopics(int partitions) {
        Topics topics = new Topics("test-" + UUID.randomUUID().toString().substring(0, 8));
        List<NewTopic> wanted =
                Stream.concat(
                                Stream.concat(
                                                topics.homed().stream(),
                                                Stream.of(topics.tasks(), topics.checkpoints()))
                                        .map(it -> new NewTopic(it, partitions, (short) 1)),
                                Stream.of(
                                                topics.deadLetters(),
                                                topics.revocations(),
                                                topics.handlers(),
                                                topics.schedules(),
                                                topics.workflows())
                                        .map(it -> new NewTopic(it, 1, (short) 1)))
                        .toList();
        try {
            broker().admin().createTopics(wanted).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics were not created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
        return topics;
    }

    /**
     * The committed records of a topic, from the beginning to what is its end now; per partition in
     * order. Whatever was committed before the call is there. An open transaction hides what comes
     * after it.
     */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        return new TopicReader(bootstrapServers(), broker().admin()).readAll(topic);
    }

    private SharedBroker broker() {
        if (shared == null) {
            throw new IllegalStateException("register BusKafka with @RegisterExtension static");
        }
        return shared;
    }
}
