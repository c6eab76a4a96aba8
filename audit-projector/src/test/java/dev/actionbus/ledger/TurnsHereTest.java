package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Intent;
import dev.actionbus.event.RateLimit;
import dev.actionbus.ledger.turn.Declarations;
import dev.actionbus.ledger.turn.HandlerDirectory;
import dev.actionbus.ledger.turn.LearnHandlers;
import dev.actionbus.ledger.turn.LimitState;
import dev.actionbus.ledger.turn.Limits;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Actions that wait for each other, in one home partition: everything is settled at once. */
final class TurnsHereTest {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final TopologyTestDriver driver =
            new TopologyTestDriver(topology(), settings(), Samples.START);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void whoGetsItsTurnAtOnceDoesNotSayThatItWaited() {
        declare(new ConcurrencyLimit(1, null), new RateLimit(5, 1000L, null));

        ask("a", "lane");

        assertThat(eventTypes()).containsExactly(ActionAccepted.class);
        assertThat(granted()).containsExactly(id("a", "lane"));
        assertThat(limits())
                .extracting(LimitState::limit)
                .containsExactly("concurrency:train@1", "lane:default/lane", "rate:train@1");
    }

    @Test
    void theActionsOfALaneRunOneAfterAnotherInTheOrderOfAdmission() {
        ask("a", "lane");
        ask("b", "lane");
        ask("c", "lane");
        ask("d", "other");
        assertThat(granted()).containsExactly(id("a", "lane"), id("d", "other"));
        assertThat(eventTypes())
                .containsExactly(
                        ActionAccepted.class,
                        ActionAccepted.class,
                        ActionQueued.class,
                        ActionAccepted.class,
                        ActionQueued.class,
                        ActionAccepted.class);

        complete("a", "lane", 1);
        assertThat(granted()).containsExactly(id("b", "lane"));
        complete("b", "lane", 1);
        assertThat(granted()).containsExactly(id("c", "lane"));
    }

    @Test
    void aLaneIsHeldUntilTheActionEndsNotOnlyAnAttempt() {
        ask("a", "lane");
        ask("b", "lane");
        send(TOPICS.reports(), id("a", "lane"), Samples.started(id("a", "lane"), 1, "e1"));
        send(
                TOPICS.reports(),
                id("a", "lane"),
                Samples.failed(id("a", "lane"), 1, "e1", Samples.error("OOPS", true)));
        driver.advanceWallClockTime(Duration.ofSeconds(10));
        assertThat(granted()).containsExactly(id("a", "lane"), id("a", "lane"));

        complete("a", "lane", 2);
        assertThat(granted()).containsExactly(id("b", "lane"));
    }

    @Test
    void aLostAttemptGivesItsTurnBackAndStandsInLineAgain() {
        declare(new ConcurrencyLimit(1, null), null);
        ask("a", null);
        ask("b", null);
        send(TOPICS.reports(), id("a", null), Samples.started(id("a", null), 1, "e1"));
        assertThat(granted()).containsExactly(id("a", null));
        eventTypes();

        driver.advanceWallClockTime(LEASE);

        assertThat(eventTypes())
                .containsExactly(AttemptLost.class, ActionQueued.class, AttemptGranted.class);
        assertThat(granted()).containsExactly(id("b", null));
        complete("b", null, 1);
        assertThat(granted()).containsExactly(id("a", null));
    }

    @Test
    void anActionThatIsCancelledNeitherWaitsNorHoldsAnything() {
        declare(new ConcurrencyLimit(1, null), null);
        for (String key : List.of("a", "b", "c")) {
            ask(key, null);
        }
        granted();
        send(TOPICS.control(), id("b", null), Samples.cancel(id("b", null)));
        assertThat(granted()).isEmpty();

        send(TOPICS.control(), id("a", null), Samples.cancel(id("a", null)));

        assertThat(granted()).containsExactly(id("c", null));
        assertThat(eventTypes())
                .endsWith(ActionCancelled.class, ActionCancelled.class, AttemptGranted.class);
        complete("c", null, 1);
        assertThat(limits()).isEmpty();
    }

    @Test
    void aRateGivesTheNextTurnWhenItsTimeHasPassed() {
        declare(null, new RateLimit(2, 1000L, null));
        for (String key : List.of("a", "b", "c")) {
            ask(key, null);
        }
        assertThat(granted()).containsExactly(id("a", null), id("b", null));
        assertThat(limits()).singleElement().returns(1, LimitState::waiting);

        driver.advanceWallClockTime(Duration.ofMillis(999));
        assertThat(granted()).isEmpty();
        driver.advanceWallClockTime(Duration.ofMillis(1));

        assertThat(granted()).containsExactly(id("c", null));
        driver.advanceWallClockTime(Duration.ofMillis(1000));
        assertThat(limits()).isEmpty();
    }

    @Test
    void aRaisedLimitGivesTurnsWhenTheNextOneAsks() {
        declare(new ConcurrencyLimit(1, null), null);
        ask("a", null);
        ask("b", null);
        ask("c", null);
        granted();

        declare(new ConcurrencyLimit(9, null), null);
        ask("d", null);

        assertThat(granted())
                .containsExactlyInAnyOrder(id("b", null), id("c", null), id("d", null));
    }

    @Test
    void manyThatGetTheirTurnsAtOnceAllGetThem() {
        declare(new ConcurrencyLimit(1, null), null);
        int all = 2500;
        for (int i = 0; i < all; i++) {
            ask("k" + i, null);
        }
        assertThat(granted()).hasSize(1);

        declare(new ConcurrencyLimit(10_000, null), null);
        ask("last", null);
        driver.advanceWallClockTime(Duration.ofMillis(1));
        driver.advanceWallClockTime(Duration.ofMillis(1));

        assertThat(granted()).hasSize(all).doesNotHaveDuplicates();
    }

    @Test
    void theEventsOfOneCauseHaveIdsOfTheirOwn() {
        declare(new ConcurrencyLimit(1, null), new RateLimit(1, 1L, null));
        for (String key : List.of("a", "b", "c")) {
            ask(key, "lane");
        }
        complete("a", "lane", 1);
        complete("b", "lane", 1);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        complete("b", "lane", 1);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        complete("c", "lane", 1);

        List<String> ids =
                records(TOPICS.events()).stream()
                        .map(it ->
                                new String(
                                        it.headers().lastHeader("ce_id").value(),
                                        StandardCharsets.UTF_8))
                        .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    }

    private void declare(@Nullable ConcurrencyLimit concurrency, @Nullable RateLimit rate) {
        HandlerDeclared declared = Declarations.of("train", concurrency, rate);
        send(TOPICS.handlers(), Declarations.id(declared), declared);
    }

    private void ask(String key, @Nullable String lane) {
        ActionRequested request =
                new ActionRequested(
                        "r-" + key,
                        id(key, lane),
                        intent(key, lane),
                        "{}",
                        null,
                        null,
                        Samples.context(key, Map.of()),
                        List.of(),
                        List.of(),
                        Samples.START,
                        null,
                        lane,
                        0,
                        null);
        send(TOPICS.requests(), request.getActionId(), request);
    }

    private void complete(String key, @Nullable String lane, int attempt) {
        String id = id(key, lane);
        send(TOPICS.reports(), id, Samples.started(id, attempt, "e1"));
        send(TOPICS.reports(), id, Samples.succeeded(id, attempt, "e1", "{}"));
    }

    private static Intent intent(String key, @Nullable String lane) {
        return new Intent("default", "train", 1, key, lane);
    }

    private static String id(String key, @Nullable String lane) {
        return Samples.id(intent(key, lane));
    }

    /** Since the last call. */
    private List<String> granted() {
        return records(TOPICS.tasks()).stream()
                .map(it -> ((AttemptGranted) decode(it.value(), Contract.TASKS)).getActionId())
                .toList();
    }

    /** Since the last call. */
    private List<Class<?>> eventTypes() {
        return records(TOPICS.events()).stream()
                .<Class<?>>map(it -> decode(it.value(), Contract.EVENTS).getClass())
                .toList();
    }

    private List<LimitState> limits() {
        return LimitState.busiest(driver.getKeyValueStore(ActionStore.NAME), "", 10);
    }

    private Topology topology() {
        Topology topology = new Topology();
        HandlerDirectory handlers = new HandlerDirectory(codec);
        LearnHandlers.addTo(topology, handlers, TOPICS.handlers());
        LedgerTopology.addTo(
                topology,
                new LedgerTopology.Parts(
                        new Ledger(LEASE, new Limits(handlers)),
                        codec,
                        TOPICS,
                        1,
                        new NearbyClaims(NearbyExecutor.NOBODY)));
        return topology;
    }

    private static Properties settings() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "turns-test");
        return properties;
    }

    private void send(String topic, String key, SpecificRecord value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        key.getBytes(StandardCharsets.UTF_8),
                        codec.encode(value),
                        Samples.START.toEpochMilli());
    }

    private List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private SpecificRecord decode(byte[] value, Set<String> allowed) {
        return ((Decoded.Readable) codec.decode(value, allowed)).value();
    }
}
