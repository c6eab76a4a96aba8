package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.event.Undecodable;
import dev.actionbus.ledger.turn.LimitHome;
import dev.actionbus.ledger.turn.Want;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An action whose limit is decided in another partition. */
final class TurnsElsewhereTest {

    private static final int HOMES = 4;
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();
    private static final int HOME = Placement.home(new ActionId(ID), HOMES);
    private static final String LIMIT = limitAtHomeIn((HOME + 1) % HOMES);
    private static final int LIMIT_HOME = (HOME + 1) % HOMES;

    private static final String OTHER = anotherActionAtHomeIn(HOME);

    @TempDir Path directory;

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());

    /** A ledger of one partition, and what it writes. */
    private record Started(
            LedgerProcessor processor, MockProcessorContext<byte[], byte[]> context) {}

    @Test
    void theActionAsksOverTheTopicAndIsGrantedWhenItIsTold() {
        Started ledger = started(HOME, newStore(), Samples.START);

        send(ledger, TOPICS.requests(), HOME, ID, REQUEST);
        TurnAsked asked = (TurnAsked) turns(ledger).getFirst();
        assertThat(asked.getLimit()).isEqualTo(LIMIT);
        assertThat(asked.getConcurrency()).isEqualTo(1);
        assertThat(ledger.context().forwarded(LedgerOutbox.TASKS)).isEmpty();

        send(ledger, TOPICS.turns(), HOME, ID, given());
        assertThat(ledger.context().forwarded(LedgerOutbox.TASKS)).hasSize(1);

        send(ledger, TOPICS.control(), HOME, ID, Samples.cancel(ID));
        assertThat(turns(ledger).getLast())
                .isEqualTo(new TurnReturned(ID, 1, LIMIT, Samples.START));
    }

    @Test
    void theLimitGivesItsTurnToTheActionsHomeAndTakesItBack() {
        Started ledger = started(LIMIT_HOME, newStore(), Samples.START);
        TurnAsked other = asked(OTHER);

        send(ledger, TOPICS.turns(), LIMIT_HOME, LIMIT, asked(ID));
        send(ledger, TOPICS.turns(), LIMIT_HOME, LIMIT, other);
        assertThat(turns(ledger)).containsExactly(given());

        send(
                ledger,
                TOPICS.turns(),
                LIMIT_HOME,
                LIMIT,
                new TurnReturned(ID, 1, LIMIT, Samples.START));
        assertThat(turns(ledger))
                .hasSize(2)
                .last()
                .isEqualTo(new TurnGiven(other.getActionId(), 1, LIMIT, Samples.START));
    }

    @Test
    void everyTurnGoesToTheHomeOfItsLimitOrOfItsAction() {
        assertThat(HomePartitioner.turns("t", utf8(LIMIT), new byte[0], HOMES))
                .isEqualTo(Optional.of(Set.of(LIMIT_HOME)));
        assertThat(HomePartitioner.turns("t", utf8(ID), new byte[0], HOMES))
                .isEqualTo(Optional.of(Set.of(HOME)));
    }

    @Test
    void aTurnInAForeignPartitionIsADeadLetterAndNobodyGetsIt() {
        Started ledger = started(HOME, newStore(), Samples.START);

        send(ledger, TOPICS.turns(), HOME, LIMIT, asked(ID));
        send(ledger, TOPICS.turns(), HOME, "else", new TurnReturned(ID, 1, LIMIT, Samples.START));
        send(ledger, TOPICS.turns(), HOME, LIMIT, asked("nonsense"));

        assertThat(turns(ledger)).isEmpty();
        assertThat(events(ledger))
                .hasSize(3)
                .allSatisfy(
                        it -> assertThat(((Undecodable) it).getCode()).isEqualTo("KEY_MISMATCH"));
    }

    @Test
    void aRestartForgetsNeitherWhoHoldsNorWhoWaitsNorWhenARateIsDue() {
        KeyValueStore<byte[], byte[]> store = newStore();
        Started ledger = started(LIMIT_HOME, store, Samples.START);
        TurnAsked rated = rated(ID);
        TurnAsked next = rated(OTHER);
        send(ledger, TOPICS.turns(), LIMIT_HOME, LIMIT, rated);
        send(ledger, TOPICS.turns(), LIMIT_HOME, LIMIT, next);
        assertThat(turns(ledger)).hasSize(1);

        Started again = started(LIMIT_HOME, store, Samples.START.plusMillis(500));
        tickAt(again, Samples.START.plusMillis(500));
        tickAt(again, Samples.START.plusMillis(999));
        assertThat(turns(again)).isEmpty();
        tickAt(again, Samples.START.plusMillis(1000));

        assertThat(turns(again))
                .extracting(it -> ((TurnGiven) it).getActionId())
                .containsExactly(next.getActionId());
    }

    private static TurnAsked asked(String id) {
        return new TurnAsked(id, 1, LIMIT, 1, null, "default", 0, Samples.START);
    }

    private static TurnAsked rated(String id) {
        RateLimit rate = new RateLimit(1, 1000L, null);
        return new TurnAsked(id, 1, LIMIT, null, rate, "default", 0, Samples.START);
    }

    private static TurnGiven given() {
        return new TurnGiven(ID, 1, LIMIT, Samples.START);
    }

    private static String anotherActionAtHomeIn(int partition) {
        for (int i = 0; ; i++) {
            String id = Samples.request("other" + i, "r2", "{}").getActionId();
            if (Placement.home(new ActionId(id), HOMES) == partition) {
                return id;
            }
        }
    }

    private static String limitAtHomeIn(int partition) {
        for (int i = 0; ; i++) {
            String limit = "concurrency:train@1/" + i;
            if (LimitHome.of(limit, HOMES) == partition) {
                return limit;
            }
        }
    }

    private Started started(int partition, KeyValueStore<byte[], byte[]> store, Instant now) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "turns-test");
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(
                        properties, new TaskId(0, partition), directory.toFile());
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        context.addStateStore(store);
        if (!store.isOpen()) {
            store.init(context.getStateStoreContext(), store);
        }
        Ledger ledger =
                new Ledger(
                        Duration.ofSeconds(15),
                        request -> List.of(new Want(LIMIT, false, 1, null)));
        LedgerProcessor processor =
                new LedgerProcessor(
                        new LedgerTopology.Parts(
                                ledger,
                                codec,
                                TOPICS,
                                HOMES,
                                new NearbyClaims(NearbyExecutor.NOBODY)));
        processor.init(context);
        return new Started(processor, context);
    }

    private void send(
            Started ledger, String topic, int partition, String key, SpecificRecord value) {
        ledger.context().setRecordMetadata(topic, partition, 0);
        ledger.processor().process(new Record<>(utf8(key), codec.encode(value), 0));
    }

    private static void tickAt(Started ledger, Instant now) {
        ledger.context().setCurrentSystemTimeMs(now.toEpochMilli());
        ledger.context()
                .scheduledPunctuators()
                .forEach(each -> each.getPunctuator().punctuate(now.toEpochMilli()));
    }

    private List<SpecificRecord> turns(Started ledger) {
        return written(ledger, LedgerOutbox.TURNS, Contract.TURNS);
    }

    private List<SpecificRecord> events(Started ledger) {
        return written(ledger, LedgerOutbox.EVENTS, Contract.EVENTS);
    }

    private List<SpecificRecord> written(Started ledger, String sink, Set<String> allowed) {
        return ledger.context().forwarded(sink).stream()
                .map(each -> codec.decode(each.record().value(), allowed))
                .map(decoded -> ((Decoded.Readable) decoded).value())
                .toList();
    }

    private static KeyValueStore<byte[], byte[]> newStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ActionStore.NAME),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
