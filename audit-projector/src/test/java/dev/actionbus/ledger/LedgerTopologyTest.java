package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.Digests;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.Undecodable;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger's topology from bytes to bytes, in one home partition. */
final class LedgerTopologyTest {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final RecordCodec codec = new RecordCodec(registry);
    private final TopologyTestDriver driver =
            new TopologyTestDriver(topology(), settings(), Samples.START);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRequestBecomesAnAcceptanceWithCloudEventsHeadersAndATask() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));

        TestRecord<byte[], byte[]> event = records(TOPICS.events()).getFirst();
        assertThat(decode(event.value(), Contract.EVENTS)).isInstanceOf(ActionAccepted.class);
        assertThat(event.key()).asString().isEqualTo(ID);
        assertThat(header(event.headers(), "ce_specversion")).isEqualTo("1.0");
        assertThat(header(event.headers(), "ce_type")).isEqualTo("do.action.accepted.v1");
        assertThat(header(event.headers(), "ce_id")).isEqualTo(ID + "/action.requests/0/0#0");
        assertThat(header(event.headers(), "ce_subject")).isEqualTo(ID);
        assertThat(header(event.headers(), "ce_time")).isEqualTo(Samples.START.toString());
        assertThat(header(event.headers(), "content-type")).isEqualTo("application/avro");
        TestRecord<byte[], byte[]> task = records(TOPICS.tasks()).getFirst();
        assertThat(task.key()).asString().isEqualTo(ID);
        assertThat(((AttemptGranted) decode(task.value(), Contract.TASKS)).getAttempt())
                .isEqualTo(1);
    }

    @Test
    void anActionGoesThroughFromRequestToOutcome() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));
        send(TOPICS.reports(), ID, codec.encode(Samples.started(ID, 1, "e1")));
        send(TOPICS.reports(), ID, codec.encode(Samples.succeeded(ID, 1, "e1", "{}")));

        assertThat(events())
                .extracting(Object::getClass)
                .containsExactly(ActionAccepted.class, ActionCompleted.class);
    }

    @Test
    void aSilentAttemptIsLostWhenTheWallClockHasPassedItsLease() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));
        send(TOPICS.reports(), ID, codec.encode(Samples.started(ID, 1, "e1")));

        driver.advanceWallClockTime(LEASE.minusMillis(1));
        assertThat(events()).hasSize(1);
        driver.advanceWallClockTime(Duration.ofMillis(1));

        assertThat(events())
                .extracting(Object::getClass)
                .containsExactly(AttemptLost.class, AttemptGranted.class);
        assertThat(records(TOPICS.tasks())).hasSize(2);
    }

    @Test
    void aCancelledAttemptIsRevokedBesideTheEvent() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));

        send(TOPICS.control(), ID, codec.encode(Samples.cancel(ID)));

        assertThat(events())
                .extracting(Object::getClass)
                .containsExactly(ActionAccepted.class, ActionCancelled.class);
        TestRecord<byte[], byte[]> revocation = records(TOPICS.revocations()).getFirst();
        assertThat(revocation.key()).asString().isEqualTo(ID);
        assertThat(decode(revocation.value(), Contract.REVOCATIONS))
                .isEqualTo(new AttemptRevoked(ID, 1, "CANCELLED: no longer needed", Samples.START));
    }

    @Test
    void theEventsOfOneCauseAreNumbered() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));
        send(TOPICS.control(), ID, codec.encode(Samples.cancel(ID)));

        send(TOPICS.control(), ID, codec.encode(Samples.redrive(ID, "o1")));

        assertThat(records(TOPICS.events()).subList(2, 4))
                .extracting(event -> header(event.headers(), "ce_id"))
                .containsExactly(ID + "/action.control/0/1#0", ID + "/action.control/0/1#1");
    }

    @Test
    void noTwoEventsHaveTheSameIdEvenWhenTwoLeasesEndInOneMillisecond() {
        ActionRequested other = Samples.request("k2", "r2", "{}");
        for (ActionRequested request : List.of(REQUEST, other)) {
            String id = request.getActionId();
            send(TOPICS.requests(), id, codec.encode(request));
            send(TOPICS.reports(), id, codec.encode(Samples.started(id, 1, "e1")));
        }
        send(TOPICS.requests(), "somebody", codec.encode(REQUEST));
        driver.advanceWallClockTime(LEASE);

        List<TestRecord<byte[], byte[]>> events = records(TOPICS.events());
        assertThat(events)
                .extracting(event -> header(event.headers(), "ce_id"))
                .hasSize(8)
                .doesNotHaveDuplicates()
                .contains(ID + "/timer/" + Samples.START.plus(LEASE).toEpochMilli() + "#0");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(EventId.parse(header(event.headers(), "ce_id")).actionId())
                                .contains(header(event.headers(), "ce_subject")));
    }

    @ParameterizedTest
    @EnumSource(Garbage.class)
    void i20_whatCannotBeReadIsKeptAndMentionedAndTheNextRecordWorks(Garbage garbage) {
        codec.registerAll();
        byte[] value = garbage.of(codec.encode(REQUEST), codec.encode(Samples.cancel(ID)));

        send(TOPICS.requests(), ID, value);
        send(TOPICS.requests(), ID, codec.encode(REQUEST));

        TestRecord<byte[], byte[]> dead = records(TOPICS.deadLetters()).getFirst();
        assertThat(dead.value()).isEqualTo(value);
        assertThat(dead.key()).asString().isEqualTo(ID);
        assertThat(header(dead.headers(), "actionbus-code")).isEqualTo(garbage.code);
        assertThat(header(dead.headers(), "actionbus-source")).isEqualTo("action.requests/0/0");
        List<SpecificRecord> events = events();
        Undecodable mention = (Undecodable) events.getFirst();
        assertThat(mention.getCode()).isEqualTo(garbage.code);
        assertThat(mention.getSource().getTopic()).isEqualTo(TOPICS.requests());
        assertThat(mention.getSource().getOffset()).isZero();
        assertThat(mention.getDigest())
                .isEqualTo(Digests.sha256Hex(value == null ? new byte[0] : value));
        assertThat(events.get(1)).isInstanceOf(ActionAccepted.class);
    }

    @Test
    void aRequestUnderAWrongKeyIsSentHomeAndAcceptedThere() {
        send(TOPICS.requests(), "somebody", codec.encode(REQUEST));

        assertThat(events())
                .extracting(Object::getClass)
                .containsExactly(Misrouted.class, ActionAccepted.class);
    }

    @Test
    void aRequestWithoutAKeyIsSentHomeAndAcceptedThere() {
        send(TOPICS.requests(), null, codec.encode(REQUEST));

        assertThat(events()).hasSize(2).last().isInstanceOf(ActionAccepted.class);
    }

    @Test
    void aReportUnderAWrongKeyIsADeadLetter() {
        send(TOPICS.requests(), ID, codec.encode(REQUEST));
        send(TOPICS.reports(), "somebody", codec.encode(Samples.started(ID, 1, "e1")));

        assertThat(((Undecodable) events().getLast()).getCode()).isEqualTo("KEY_MISMATCH");
        assertThat(records(TOPICS.deadLetters())).hasSize(1);
    }

    @Test
    void aReportOnTheControlTopicIsADeadLetter() {
        send(TOPICS.control(), ID, codec.encode(Samples.succeeded(ID, 1, "e1", "{}")));

        assertThat(((Undecodable) events().getLast()).getCode()).isEqualTo("SCHEMA_NOT_ALLOWED");
    }

    @Test
    void anActionIdThatIsNoneIsADeadLetter() {
        send(TOPICS.reports(), "x", codec.encode(Samples.started("x", 1, "e1")));

        assertThat(((Undecodable) events().getLast()).getCode()).isEqualTo("ACTION_ID_INVALID");
    }

    @Test
    void aRecordWithoutATimeIsOfTheBeginningOfTime() {
        ConsumerRecord<Object, Object> timeless = new ConsumerRecord<>("t", 0, 0, "k", "v");

        assertThat(timeless.timestamp()).isNegative();
        assertThat(LedgerTopology.timeOf(timeless, -1)).isZero();
    }

    /** FAULTS 2.2, by example. */
    private enum Garbage {
        NULL("TOMBSTONE_NOT_ALLOWED"),
        EMPTY("FRAME_TOO_SHORT"),
        ONE_BYTE("FRAME_TOO_SHORT"),
        FOUR_BYTES("FRAME_TOO_SHORT"),
        WRONG_MAGIC("MAGIC_UNKNOWN"),
        UNKNOWN_SCHEMA("SCHEMA_UNKNOWN"),
        ANOTHER_RECORD("SCHEMA_NOT_ALLOWED"),
        TRUNCATED("AVRO_MALFORMED"),
        TRAILING("AVRO_TRAILING");

        private final String code;

        Garbage(String code) {
            this.code = code;
        }

        byte @Nullable [] of(byte[] good, byte[] other) {
            return switch (this) {
                case NULL -> null;
                case EMPTY -> new byte[0];
                case ONE_BYTE -> new byte[1];
                case FOUR_BYTES -> new byte[4];
                case WRONG_MAGIC -> changed(good, 0, 7);
                case UNKNOWN_SCHEMA -> changed(good, 1, 0x7F);
                case ANOTHER_RECORD -> other;
                case TRUNCATED -> Arrays.copyOf(good, good.length - 3);
                case TRAILING -> Arrays.copyOf(good, good.length + 1);
            };
        }

        private static byte[] changed(byte[] good, int at, int to) {
            byte[] bytes = good.clone();
            bytes[at] = (byte) to;
            return bytes;
        }
    }

    private Topology topology() {
        Topology topology = new Topology();
        LedgerTopology.addTo(
                topology,
                new LedgerTopology.Parts(
                        new Ledger(LEASE),
                        codec,
                        TOPICS,
                        1,
                        new NearbyClaims(NearbyExecutor.NOBODY)));
        return topology;
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledger-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return settings;
    }

    private void send(String topic, @Nullable String key, byte @Nullable [] value) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(bytes, value, Samples.START.toEpochMilli());
    }

    private List<SpecificRecord> events() {
        return records(TOPICS.events()).stream()
                .map(event -> decode(event.value(), Contract.EVENTS))
                .toList();
    }

    private List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private SpecificRecord decode(byte[] value, Set<String> allowed) {
        return ((Decoded.Readable) codec.decode(value, allowed)).value();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
