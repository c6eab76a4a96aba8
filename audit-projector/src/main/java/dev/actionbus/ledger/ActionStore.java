package dev.actionbus.ledger;

import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Open;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The states of one partition's actions. One store, because each costs a transaction another
 * partition to write to; the few actions that are open lie apart from the many that have ended.
 */
final class ActionStore {

    static final String NAME = "ledger-actions";

    private static final byte OPEN = 'o';
    private static final byte CLOSED = 'c';

    private final KeyValueStore<byte[], byte[]> store;
    private final StateCodec codec = new StateCodec();

    ActionStore(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    ActionState get(String actionId) {
        byte[] open = store.get(key(OPEN, actionId));
        if (open != null) {
            return codec.decodeOpen(open);
        }
        byte[] closed = store.get(key(CLOSED, actionId));
        return closed == null ? new ActionState.Absent() : codec.decodeClosed(closed);
    }

    void put(String actionId, ActionState before, ActionState after) {
        if (before.equals(after)) {
            return;
        }
        switch (after) {
            case Open state -> store.put(key(OPEN, actionId), codec.encode(state));
            case Closed state -> {
                var unused = store.delete(key(OPEN, actionId));
                store.put(key(CLOSED, actionId), codec.encode(state));
            }
            case ActionState.Absent _ ->
                    throw new IllegalStateException("an action is never forgotten");
        }
    }

    void forEachOpen(BiConsumer<String, Open> visitor) {
        try (KeyValueIterator<byte[], byte[]> all =
                store.range(new byte[] {OPEN}, new byte[] {OPEN + 1})) {
            all.forEachRemaining(entry ->
                    visitor.accept(
                            new String(entry.key, 1, entry.key.length - 1, StandardCharsets.UTF_8),
                            codec.decodeOpen(entry.value)));
        }
    }

    private static byte[] key(byte kind, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + id.length];
        key[0] = kind;
        System.arraycopy(id, 0, key, 1, id.length);
        return key;
    }
}
