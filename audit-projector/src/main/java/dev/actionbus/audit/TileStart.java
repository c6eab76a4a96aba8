package dev.actionbus.audit;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Where the records of a tile of the tree lie in the topic, and how old they are: a coarse map of
 * the log, by which a search leaves out what can not be asked for. Clocks may jump back, so the
 * first record of a tile need not be its earliest.
 *
 * @param offset of its first record
 * @param earliest timestamp of its earliest record so far, milliseconds
 * @param place of that record in the tile, 0 to 255
 */
record TileStart(long offset, long earliest, int place) {

    static TileStart of(EventRecord first) {
        return new TileStart(first.offset(), first.timestamp(), 0);
    }

    static TileStart read(byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        return new TileStart(buffer.getLong(), buffer.getLong(), buffer.get() & 0xFF);
    }

    byte[] row() {
        return ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(offset)
                .putLong(earliest)
                .put((byte) place)
                .array();
    }

    Instant time() {
        return Instant.ofEpochMilli(earliest);
    }
}
