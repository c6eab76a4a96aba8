package dev.actionbus.audit;

import dev.actionbus.audit.FoundEvents.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the events of one partition that a question asks for, in the order of the log, from its
 * cursor on: a page of them, or those that a bounded amount of reading brings.
 *
 * <p>When the question names a mark that few actions have, their events are looked up; otherwise
 * the log is read forward, without the tiles that lie outside the time asked for. Both find the
 * same.
 */
final class SearchPartition {

    /** So many actions' events are looked up one by one. */
    static final int FEW = 200;

    /** So many events are looked up for one page. */
    private static final int LOOKED_UP = 1000;

    private static final int CHUNK = 64;

    /** So many tiles are left out for one page. */
    private static final int LEFT_OUT = 100_000;

    private final PartitionLog log;
    private final EventQuery query;
    private final long size;
    private final EventMatch match;
    private final List<Found> found = new ArrayList<>();

    SearchPartition(PartitionLog log, EventQuery query) {
        this.log = log;
        this.query = query;
        this.size = log.size();
        this.match = new EventMatch(log, query);
    }

    /**
     * @param most records to read one after the other
     * @throws EventsMissing they are gone
     */
    FoundEvents run(int most) {
        OptionalLong begin =
                query.cursor().map(it -> it.ordinal(log.partition())).orElse(OptionalLong.empty());
        if (begin.orElse(0) >= size) {
            return all(begin.orElse(0));
        }
        Optional<List<String>> few =
                query.filter().marks().stream()
                        .flatMap(mark -> log.marked(mark, FEW).stream())
                        .findFirst();
        if (few.isPresent()) {
            return lookUp(few.get(), begin.orElse(0));
        }
        long first = begin.orElseGet(this::first);
        return first < size ? readOn(first, most) : all(size);
    }

    private FoundEvents lookUp(List<String> actionIds, long begin) {
        List<EventPlace> places =
                actionIds.stream()
                        .flatMap(id -> log.places(id, begin, LOOKED_UP + 1L).stream())
                        .filter(place -> place.ordinal() < size)
                        .sorted(Comparator.comparing(EventPlace::ordinal))
                        .limit(LOOKED_UP + 1L)
                        .toList();
        List<EventPlace> some = places.subList(0, Math.min(LOOKED_UP, places.size()));
        for (int from = 0; from < some.size(); from += CHUNK) {
            List<EventPlace> chunk =
                    some.subList(from, Math.min(some.size(), from + CHUNK)).stream()
                            .filter(place -> query.covers(log.partition(), place))
                            .toList();
            List<EventRecord> records = chunk.isEmpty() ? List.of() : log.records(chunk);
            for (int i = 0; i < records.size(); i++) {
                long ordinal = chunk.get(i).ordinal();
                match.of(ordinal, records.get(i)).ifPresent(found::add);
                if (found.size() == query.limit()) {
                    return stopped(ordinal + 1, chunk.get(i).time());
                }
            }
        }
        return places.size() > some.size()
                ? stopped(places.getLast().ordinal(), places.getLast().time())
                : all(size);
    }

    private FoundEvents readOn(long begin, int most) {
        ReadTiles records = new ReadTiles(log, begin, size);
        Instant until = Instant.EPOCH;
        int leftOut = 0;
        int read = 0;
        while (records.ordinal() < size) {
            if (found.size() == query.limit() || read == most || leftOut == LEFT_OUT) {
                return stopped(records.ordinal(), until);
            }
            TileStart tile = records.tile();
            if (query.endsBefore(log.partition(), tile)) {
                return all(records.ordinal());
            }
            if (query.leavesOut(tile)) {
                records.leaveOutTile();
                until = tile.time();
                leftOut++;
            } else {
                long ordinal = records.ordinal();
                EventRecord event = records.next();
                match.of(ordinal, event).ifPresent(found::add);
                until = Instant.ofEpochMilli(event.timestamp());
                read++;
            }
        }
        return all(size);
    }

    /** The first ordinal of a tile before which nothing can be asked for. */
    private long first() {
        if (query.period().from().isEmpty()) {
            return 0;
        }
        OptionalLong offset = log.topic().since(log.partition(), query.period().from().get());
        return offset.isEmpty() ? size : log.tileOf(offset.getAsLong(), size) * ViewStore.TILE;
    }

    private FoundEvents stopped(long reached, Instant until) {
        return new FoundEvents(log.partition(), found, reached, Optional.of(until));
    }

    private FoundEvents all(long reached) {
        return new FoundEvents(log.partition(), found, reached, Optional.empty());
    }
}
