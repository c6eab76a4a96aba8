package dev.actionbus.ledger.turn;

import java.nio.ByteBuffer;

/**
 * How a limit stands. There is no row for one that nobody uses.
 *
 * @param bounds as asked last
 * @param running turns that are held
 * @param waiting for one
 * @param served turns given so far
 * @param asked places taken in the queues so far
 * @param window the turns that count for the rate
 */
record LimitRow(Bounds bounds, int running, int waiting, long served, long asked, Window window) {

    private static final byte FORMAT = 1;
    private static final int BYTES = 1 + 4 * Integer.BYTES + 5 * Long.BYTES;

    /**
     * Numbers of the turns whose times are kept.
     *
     * @param to exclusive
     */
    record Window(long from, long to) {
        static final Window EMPTY = new Window(0, 0);

        int size() {
            return Math.toIntExact(to - from);
        }
    }

    static LimitRow unused(Bounds bounds) {
        return new LimitRow(bounds, 0, 0, 0, 0, Window.EMPTY);
    }

    boolean isUsed() {
        return running > 0 || waiting > 0 || window.size() > 0;
    }

    LimitRow with(Bounds newest) {
        return new LimitRow(newest, running, waiting, served, asked, window);
    }

    LimitRow with(Window other) {
        return new LimitRow(bounds, running, waiting, served, asked, other);
    }

    LimitRow enqueue() {
        return new LimitRow(bounds, running, waiting + 1, served, asked + 1, window);
    }

    LimitRow leaveQueue() {
        return new LimitRow(bounds, running, waiting - 1, served, asked, window);
    }

    /**
     * @param held whether it has to be given back
     */
    LimitRow serve(boolean held) {
        return new LimitRow(bounds, running + (held ? 1 : 0), waiting, served + 1, asked, window);
    }

    LimitRow takeBack() {
        return new LimitRow(bounds, running - 1, waiting, served, asked, window);
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putInt(bounds.permits())
                .putInt(bounds.rate())
                .putLong(bounds.perMillis())
                .putInt(running)
                .putInt(waiting)
                .putLong(served)
                .putLong(asked)
                .putLong(window.from())
                .putLong(window.to())
                .array();
    }

    static LimitRow decode(byte[] bytes) {
        ByteBuffer row = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        return new LimitRow(
                new Bounds(row.getInt(), row.getInt(), row.getLong()),
                row.getInt(),
                row.getInt(),
                row.getLong(),
                row.getLong(),
                new Window(row.getLong(), row.getLong()));
    }
}
