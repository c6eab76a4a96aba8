package dev.actionbus.audit;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.TreeRows;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The tree of one partition among the rows of its view. */
record StoredTree(ViewRows rows) implements TreeRows {

    @Override
    public Optional<OpenHash> open(int level, int place) {
        return Optional.ofNullable(rows.get(ViewStore.openKey(level, place)))
                .map(StoredTree::openHash);
    }

    @Override
    public void open(int level, OpenHash hash) {
        byte[] row =
                ByteBuffer.allocate(Long.BYTES + Hash.BYTES)
                        .putLong(hash.index())
                        .put(hash.hash().bytes())
                        .array();
        rows.put(ViewStore.openKey(level, (int) (hash.index() % ViewStore.TILE)), row);
    }

    @Override
    public Optional<byte[]> full(int level, long tile) {
        return Optional.ofNullable(rows.get(ViewStore.fullKey(level, tile)));
    }

    @Override
    public void full(int level, long tile, byte[] hashes) {
        rows.put(ViewStore.fullKey(level, tile), hashes);
    }

    private static OpenHash openHash(byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        long index = buffer.getLong();
        byte[] hash = new byte[Hash.BYTES];
        buffer.get(hash);
        return new OpenHash(index, Hash.of(hash));
    }
}
