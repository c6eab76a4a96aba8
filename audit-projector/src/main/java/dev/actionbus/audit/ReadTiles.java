package dev.actionbus.audit;

import java.util.ArrayDeque;
import java.util.Deque;

/** Reads the records of a partition one after the other, and can leave out the rest of a tile. */
final class ReadTiles {

    private final PartitionLog log;
    private final long size;
    private final Deque<EventRecord> ahead = new ArrayDeque<>();
    private long ordinal;
    private TileStart tile;
    private boolean placed;
    private long offset;

    /**
     * @param ordinal of the first record to read, below the size
     * @param size records there are
     */
    ReadTiles(PartitionLog log, long ordinal, long size) {
        this.log = log;
        this.ordinal = ordinal;
        this.size = size;
        this.tile = log.start(ordinal / ViewStore.TILE);
    }

    /** Of the next record. */
    long ordinal() {
        return ordinal;
    }

    /** Where the tile of the next record begins. */
    TileStart tile() {
        return tile;
    }

    /**
     * @throws EventsMissing it is gone
     */
    EventRecord next() {
        if (!placed) {
            place();
        }
        EventRecord next = poll(ordinal);
        go(ordinal + 1);
        return next;
    }

    void leaveOutTile() {
        placed = false;
        go(Math.min(size, (ordinal / ViewStore.TILE + 1) * ViewStore.TILE));
    }

    /** The place of a tile is known, those in it are counted. */
    private void place() {
        ahead.clear();
        offset = tile.offset();
        for (long i = ordinal - ordinal % ViewStore.TILE; i < ordinal; i++) {
            var unused = poll(i);
        }
        placed = true;
    }

    private EventRecord poll(long number) {
        if (ahead.isEmpty()) {
            ahead.addAll(log.topic().from(log.partition(), offset));
        }
        EventRecord next = ahead.poll();
        boolean first = number % ViewStore.TILE == 0;
        if (next == null || (first && next.offset() != tile.offset())) {
            throw new EventsMissing(log.partition(), offset);
        }
        offset = next.offset() + 1;
        return next;
    }

    private void go(long to) {
        if (to < size && to / ViewStore.TILE != ordinal / ViewStore.TILE) {
            tile = log.start(to / ViewStore.TILE);
        }
        ordinal = to;
    }
}
