package dev.actionbus.ledger.turn;

import java.nio.ByteBuffer;

/** Who waits at a place. */
record QueueRow(String actionId, int attempt) {

    byte[] encode() {
        byte[] id = RowKeys.utf8(actionId);
        return ByteBuffer.allocate(Integer.BYTES + id.length).putInt(attempt).put(id).array();
    }

    static QueueRow decode(byte[] bytes) {
        ByteBuffer row = ByteBuffer.wrap(bytes);
        int attempt = row.getInt();
        byte[] id = new byte[row.remaining()];
        row.get(id);
        return new QueueRow(RowKeys.text(id), attempt);
    }
}
