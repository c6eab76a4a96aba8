package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.SignerKey;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The view's topology from events to checkpoints, in one partition. */
final class ViewTopologyTest {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final List<EventRecord> events = ViewSamples.events(codec, 100);
    private final LogKeys keys = LogKeys.of(SignerKey.generate("actionbus/test"));
    private final TopologyTestDriver driver =
            new TopologyTestDriver(topology(), settings(), Samples.START);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCheckpointComesASecondAfterTheFirstRecordAndCoversAllSoFar() {
        send(events.subList(0, 40));
        assertThat(checkpoints()).isEmpty();
        driver.advanceWallClockTime(SECOND);

        SignedNote note = only(checkpoints());
        assertThat(keys.verifiers().getFirst().verifies(note)).isTrue();
        assertThat(Checkpoint.parse(note.text()))
                .isEqualTo(
                        new Checkpoint(ViewSamples.LOG, ViewSamples.head(events.subList(0, 40))));
    }

    @Test
    void withoutNewRecordsNothingIsSigned() {
        send(events.subList(0, 40));
        driver.advanceWallClockTime(SECOND);
        assertThat(checkpoints()).hasSize(1);

        driver.advanceWallClockTime(SECOND.multipliedBy(10));
        assertThat(checkpoints()).isEmpty();

        send(events.subList(40, 41));
        driver.advanceWallClockTime(SECOND);
        assertThat(Checkpoint.parse(only(checkpoints()).text()).head().size()).isEqualTo(41);
    }

    private void send(List<EventRecord> some) {
        TestInputTopic<byte[], byte[]> topic =
                driver.createInputTopic(
                        TOPICS.events(), new ByteArraySerializer(), new ByteArraySerializer());
        some.forEach(event -> topic.pipeInput(event.key(), event.value(), event.timestamp()));
    }

    private List<TestRecord<byte[], byte[]>> checkpoints() {
        return driver.createOutputTopic(
                        TOPICS.checkpoints(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static SignedNote only(List<TestRecord<byte[], byte[]>> checkpoints) {
        assertThat(checkpoints).hasSize(1);
        TestRecord<byte[], byte[]> only = checkpoints.getFirst();
        assertThat(only.key()).asString().isEqualTo(ViewSamples.LOG.origin());
        return SignedNote.parse(new String(only.value(), StandardCharsets.UTF_8));
    }

    private Topology topology() {
        Topology topology = new Topology();
        ViewTopology.addTo(
                topology,
                new ViewTopology.Parts(
                        codec,
                        TOPICS,
                        ViewSamples.LOG.cluster(),
                        new Signing(keys, log -> Optional.empty(), new Integrity())));
        return topology;
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "view-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return settings;
    }
}
