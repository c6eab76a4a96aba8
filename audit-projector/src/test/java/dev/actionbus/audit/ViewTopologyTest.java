package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.SignerKey;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
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

    @Test
    void whatWasFoldedIsListedAndFoundInTheStore() {
        send(events);
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(ViewStore.NAME);
        ActionFilter byKey =
                new ActionFilter(
                        Optional.empty(),
                        Optional.of(ActionStatus.COMPLETED),
                        Optional.of("k7"),
                        Optional.of("story-k7"),
                        Map.of());

        List<ActionView> listed =
                new ListActions(store, new ActionQuery(byKey, Period.EVER, Optional.empty(), 5))
                        .run();
        assertThat(listed)
                .extracting(view -> view.accepted().getRequest().getIntent().getIdempotencyKey())
                .containsExactly("k7");
        PartitionLog log = new PartitionLog(0, store, new SentEvents(events), codec);
        assertThat(log.size()).isEqualTo(events.size());
        EventQuery query =
                new EventQuery(
                        byKey, Set.of(), Period.EVER, Optional.empty(), Optional.empty(), 50);
        assertThat(new SearchPartition(log, query).run(10).events())
                .extracting(found -> found.place().ordinal())
                .containsExactly(21L, 22L, 23L, 25L);
        EventQuery all =
                new EventQuery(
                        ActionFilter.ALL,
                        Set.of(),
                        Period.EVER,
                        Optional.empty(),
                        Optional.empty(),
                        1000);
        assertThat(new SearchPartition(log, all).run(1000).events()).hasSize(events.size());
    }

    /** As the driver numbers them: without gaps. */
    private record SentEvents(List<EventRecord> events) implements EventTopic {

        @Override
        public List<EventRecord> at(int partition, Collection<Long> offsets) {
            return offsets.stream().sorted().map(this::at).toList();
        }

        @Override
        public List<EventRecord> from(int partition, long offset) {
            return LongStream.range(offset, Math.min(events.size(), offset + 50))
                    .mapToObj(this::at)
                    .toList();
        }

        @Override
        public OptionalLong since(int partition, Instant time) {
            throw new UnsupportedOperationException();
        }

        private EventRecord at(long offset) {
            EventRecord sent = events.get((int) offset);
            return new EventRecord(offset, sent.timestamp(), sent.key(), sent.value());
        }
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
                        new Signing(keys, log -> Optional.empty(), new Integrity()),
                        new LiveViews(partition -> Optional.empty()),
                        new OpenViews()));
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
