package dev.actionbus.audit;

import static dev.actionbus.audit.ViewSamples.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ViewFoldTest {

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

    private ViewFold fold(ViewRows into, List<EventRecord> some) {
        ViewFold fold = new ViewFold(codec, LOG, into);
        some.forEach(fold::add);
        return fold;
    }
}
