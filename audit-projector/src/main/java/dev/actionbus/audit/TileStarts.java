package dev.actionbus.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down where tiles begin: one row a tile, written again when a clock has jumped back. */
final class TileStarts {

    private final ViewRows rows;
    private @Nullable TileStart open;

    TileStarts(ViewRows rows) {
        this.rows = rows;
    }

    /** The next record. */
    void add(long ordinal, EventRecord event) {
        long tile = ordinal / ViewStore.TILE;
        int place = (int) (ordinal % ViewStore.TILE);
        if (place == 0) {
            put(tile, TileStart.of(event));
        } else {
            TileStart known = open == null ? find(tile).orElseThrow() : open;
            open = known;
            if (event.timestamp() < known.earliest()) {
                put(tile, new TileStart(known.offset(), event.timestamp(), place));
            }
        }
    }

    Optional<TileStart> find(long tile) {
        return Optional.ofNullable(rows.get(ViewStore.tileStartKey(tile))).map(TileStart::read);
    }

    private void put(long tile, TileStart start) {
        rows.put(ViewStore.tileStartKey(tile), start.row());
        open = start;
    }
}
