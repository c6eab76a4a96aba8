package dev.actionbus.audit;

import static dev.actionbus.audit.ViewSamples.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.audit.lineage.LineageRows;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.Samples;
import dev.actionbus.state.AttemptView;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class ViewFoldTest {

    private static final String ID = Samples.request("k0", "r0", "{}").getActionId();

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final List<EventRecord> events = ViewSamples.events(codec, 300);
    private final ViewSamples.MemoryRows rows = new ViewSamples.MemoryRows();

    @Test
    void theTreeHoldsEveryRecordAlsoThoseThatAreNoEvents() {
        ViewFold fold = fold(rows, events);

        assertThat(events).anyMatch(event -> event.key() == null);
        assertThat(fold.tree().head()).isEqualTo(ViewSamples.head(events));
    }

    @Test
    void anActionsEventsAreFoundWithOrdinalOffsetAndTime() {
        var unused = fold(rows, events);
        byte[] action = Objects.requireNonNull(events.get(3).key());

        List<EventPlace> places =
                rows
                        .rows
                        .subMap(
                                ViewStore.eventKey(action, 0),
                                ViewStore.eventKey(action, Long.MAX_VALUE))
                        .entrySet()
                        .stream()
                        .map(row -> ViewStore.place(row.getKey(), row.getValue()))
                        .toList();

        assertThat(places).extracting(EventPlace::ordinal).containsExactly(3L, 4L, 5L);
        assertThat(places).extracting(EventPlace::offset).containsExactly(9L, 12L, 15L);
        assertThat(places.getFirst().time().toEpochMilli()).isEqualTo(events.get(3).timestamp());
    }

    @Test
    void i11_theSameRecordsMakeTheSameRowsWithAnyInterruptions() {
        var unused = fold(rows, events);
        ViewSamples.MemoryRows interrupted = new ViewSamples.MemoryRows();
        Random random = new Random(5);
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(90));
            unused = fold(interrupted, events.subList(from, to));
            from = to;
        }

        assertThat(interrupted.text()).isEqualTo(rows.text());
    }

    @Test
    void aTileIsAsOldAsItsEarliestRecordWhateverTheClockDid() {
        List<EventRecord> jumping = new ArrayList<>();
        long[] seconds = {100, 101, 90, 95, 80, 200};
        for (int i = 0; i < 600; i++) {
            long time = i < seconds.length ? seconds[i] : 300 + i;
            jumping.add(new EventRecord(2 * i, time, null, new byte[] {7}));
        }
        for (int cut : new int[] {0, 1, 3, 4, 255, 256, 600}) {
            ViewSamples.MemoryRows interrupted = new ViewSamples.MemoryRows();
            var unused = fold(interrupted, jumping.subList(0, cut));
            unused = fold(interrupted, jumping.subList(cut, jumping.size()));
            TileStarts starts = new TileStarts(interrupted);

            assertThat(starts.find(0)).contains(new TileStart(0, 80, 4));
            assertThat(starts.find(1)).contains(new TileStart(512, 556, 0));
            assertThat(starts.find(2)).contains(new TileStart(1024, 812, 0));
            assertThat(starts.find(3)).isEmpty();
        }
    }

    @Test
    void anActionIsListedUnderItsTimeItsKeyAndItsStory() {
        var unused = fold(rows, events.subList(0, 3));

        assertThat(rows.rows.keySet().stream().filter(key -> key[0] == 't' || key[0] == 'x'))
                .extracting(key -> (char) key[0] + "" + (key[0] == 'x' ? (char) key[1] : ""))
                .containsExactly("t", "xc", "xk");
        byte[] byKey = new ActionMark.Key("k0").listing().key(Samples.START, ID);
        assertThat(rows.get(byKey)).isEmpty();
    }

    @Test
    void aKeyUsedAnewShowsAndMakesWhatTheNewRequestSays() {
        ActionRequested first = Samples.request("k0", "r0", "{}");
        ActionRequested other = Samples.request("k0", "r1", "{\"other\":1}");
        List<DataSet> made = List.of(new DataSet("model", "r", "1", null));
        Run run = new Run("e1", Samples.START);
        var unused =
                fold(
                        rows,
                        List.of(
                                event(0, new ActionAccepted(first, "f", at(0), run, 1, 1)),
                                event(
                                        1,
                                        new ActionCompleted(
                                                ID,
                                                first.getIntent(),
                                                "s",
                                                1,
                                                run,
                                                "{}",
                                                made,
                                                at(1))),
                                event(2, new KeyReleased(ID, "o", "bob", "once more", 1, at(2))),
                                event(3, new ActionAccepted(other, "g", at(3), null, 2, 2))));

        ActionView view = ViewStore.find(ID, rows::get).orElseThrow();
        assertThat(view.accepted().getRequest()).isEqualTo(other);
        assertThat(view.progress().getRound()).isEqualTo(2);
        assertThat(view.progress().getAttempts())
                .extracting(AttemptView::getEnding)
                .containsExactly("COMPLETED", "GRANTED");
        assertThat(LineageRows.outputs(new RowsAsStore(rows), ID)).isEmpty();
        ActionQuery all = new ActionQuery(ActionFilter.ALL, Period.EVER, Optional.empty(), 10);
        assertThat(new ListActions(new RowsAsStore(rows), all).run()).containsExactly(view);
    }

    private EventRecord event(int second, SpecificRecord value) {
        return new EventRecord(
                second,
                at(second).toEpochMilli(),
                ID.getBytes(StandardCharsets.UTF_8),
                codec.encode(value));
    }

    private static Instant at(int second) {
        return Samples.START.plusSeconds(second);
    }

    private ViewFold fold(ViewRows into, List<EventRecord> some) {
        ViewFold fold = new ViewFold(codec, LOG, into);
        some.forEach(fold::add);
        return fold;
    }
}
