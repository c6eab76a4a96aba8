package dev.actionbus.ledger.turn;

import java.nio.ByteBuffer;

/** What an action has to do with a limit. It can have or wait for one turn at a time. */
sealed interface MemberRow {

    byte HOLDS = 'h';
    byte WAITS = 'w';

    /** The attempt that asked. */
    int attempt();

    String tenant();

    /** It has the turn. */
    record Holds(int attempt, String tenant) implements MemberRow {
        @Override
        public byte[] encode() {
            byte[] name = RowKeys.utf8(tenant);
            return ByteBuffer.allocate(1 + Integer.BYTES + name.length)
                    .put(HOLDS)
                    .putInt(attempt)
                    .put(name)
                    .array();
        }
    }

    /** It waits at this place. */
    record Waits(int attempt, String tenant, int priority, long place) implements MemberRow {
        @Override
        public byte[] encode() {
            byte[] name = RowKeys.utf8(tenant);
            return ByteBuffer.allocate(2 + Integer.BYTES + Long.BYTES + name.length)
                    .put(WAITS)
                    .putInt(attempt)
                    .put((byte) priority)
                    .putLong(place)
                    .put(name)
                    .array();
        }
    }

    byte[] encode();

    static MemberRow decode(byte[] bytes) {
        ByteBuffer row = ByteBuffer.wrap(bytes);
        byte kind = row.get();
        int attempt = row.getInt();
        if (kind == HOLDS) {
            return new Holds(attempt, rest(row));
        }
        int priority = row.get();
        long place = row.getLong();
        return new Waits(attempt, rest(row), priority, place);
    }

    private static String rest(ByteBuffer row) {
        byte[] name = new byte[row.remaining()];
        row.get(name);
        return RowKeys.text(name);
    }
}
