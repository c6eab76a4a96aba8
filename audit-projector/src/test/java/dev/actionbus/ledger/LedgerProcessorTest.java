package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.Undecodable;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What only shows with several home partitions, or when the ledger starts over a store. */
final class LedgerProcessorTest {

    private static final int HOMES = 4;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();
    private static final int HOME = Placement.home(new ActionId(ID), HOMES);

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final KeyValueStore<byte[], byte[]> store = newStore();
    private Started ledger = startedAt(Samples.START);

    /** A ledger that has started, and what it writes. */
    private record Started(
            LedgerProcessor processor, MockProcessorContext<byte[], byte[]> context) {}

    @Test
    void aRequestInAForeignPartitionIsSentHomeAndNotDecidedHere() {
        send(TOPICS.requests(), (HOME + 1) % HOMES, REQUEST);

        Misrouted event = (Misrouted) events().getFirst();
        assertThat(event.getHomePartition()).isEqualTo(HOME);
        assertThat(event.getSource().getPartition()).isEqualTo((HOME + 1) % HOMES);
        Record<? extends byte[], ? extends byte[]> sent =
                ledger.context().forwarded(LedgerOutbox.REQUESTS).getFirst().record();
        assertThat(sent.key()).asString().isEqualTo(ID);
        assertThat(sent.value()).isEqualTo(codec.encode(REQUEST));
        assertThat(store.approximateNumEntries()).isZero();
        assertThat(ledger.context().forwarded(LedgerOutbox.TASKS)).isEmpty();
    }

    @Test
    void aReportInAForeignPartitionIsADeadLetter() {
        send(TOPICS.reports(), (HOME + 1) % HOMES, Samples.started(ID, 1, "e1"));

        assertThat(((Undecodable) events().getFirst()).getCode()).isEqualTo("KEY_MISMATCH");
        assertThat(ledger.context().forwarded(LedgerOutbox.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void everyRecordOfAnActionGoesToItsHomeAndTheTraceOfGarbageStaysWhereItCameFrom() {
        HomePartitioner homes = new HomePartitioner();

        assertThat(homes.partitions("t", utf8(ID), new byte[0], HOMES))
                .isEqualTo(Optional.of(Set.of(HOME)));
        assertThat(homes.partitions("t", utf8("action.requests/3/17"), new byte[0], HOMES))
                .isEqualTo(Optional.of(Set.of(3)));
        assertThat(HomePartitioner.work("t", utf8(ID), new byte[0], 5))
                .isEqualTo(Optional.of(Set.of(Placement.work(new ActionId(ID), 5))));
    }

    @Test
    void aRestartArmsTheLeasesOfTheStoreAnewInFull() {
        send(TOPICS.requests(), HOME, REQUEST);
        send(TOPICS.reports(), HOME, Samples.started(ID, 1, "e1"));
        Instant restart = Samples.START.plusSeconds(3_600);

        ledger = startedAt(restart);
        tickAt(restart.plus(LEASE).minusMillis(1));
        assertThat(events()).isEmpty();
        tickAt(restart.plus(LEASE));

        assertThat(events().getFirst()).isInstanceOf(AttemptLost.class);
    }

    @Test
    void anEndedActionIsKeptButNotAmongTheOpenOnes() {
        send(TOPICS.requests(), HOME, REQUEST);
        assertThat(openActions()).containsExactly(ID);

        send(TOPICS.control(), HOME, Samples.cancel(ID));

        assertThat(openActions()).isEmpty();
        assertThat(new ActionStore(store).get(ID)).isInstanceOf(ActionState.Closed.class);
    }

    private List<String> openActions() {
        List<String> ids = new ArrayList<>();
        new ActionStore(store).forEachOpen((id, state) -> ids.add(id));
        return ids;
    }

    private Started startedAt(Instant now) {
        MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        context.addStateStore(store);
        if (!store.isOpen()) {
            store.init(context.getStateStoreContext(), store);
        }
        LedgerProcessor processor =
                new LedgerProcessor(
                        new LedgerTopology.Parts(
                                new Ledger(LEASE),
                                codec,
                                TOPICS,
                                HOMES,
                                new NearbyClaims(NearbyExecutor.NOBODY)));
        processor.init(context);
        return new Started(processor, context);
    }

    private void tickAt(Instant now) {
        ledger.context().setCurrentSystemTimeMs(now.toEpochMilli());
        ledger.context()
                .scheduledPunctuators()
                .forEach(each -> each.getPunctuator().punctuate(now.toEpochMilli()));
    }

    private void send(String topic, int partition, SpecificRecord value) {
        ledger.context().setRecordMetadata(topic, partition, 0);
        ledger.processor().process(new Record<>(utf8(ID), codec.encode(value), 0));
    }

    private List<SpecificRecord> events() {
        return ledger.context().forwarded(LedgerOutbox.EVENTS).stream()
                .map(each -> codec.decode(each.record().value(), Contract.EVENTS))
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
