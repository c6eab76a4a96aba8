package dev.actionbus.ledger;

import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Open;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The states of one partition's actions: the few that are open apart from the many that ended. */
final class ActionStore {

    static final String OPEN = "ledger-open";
    static final String CLOSED = "ledger-closed";

    private final KeyValueStore<byte[], byte[]> open;
    private final KeyValueStore<byte[], byte[]> closed;
    private final StateCodec codec = new StateCodec();

    ActionStore(KeyValueStore<byte[], byte[]> open, KeyValueStore<byte[], byte[]> closed) {
        this.open = open;
        this.closed = closed;
    }

    ActionState get(String actionId) {
        byte[] key = key(actionId);
        byte[] running = open.get(key);
        if (running != null) {
            return codec.decodeOpen(running);
        }
        byte[] ended = closed.get(key);
        return ended == null ? new ActionState.Absent() : codec.decodeClosed(ended);
    }

    void put(String actionId, ActionState before, ActionState after) {
        if (before.equals(after)) {
            return;
        }
        byte[] key = key(actionId);
        switch (after) {
            case Open state -> open.put(key, codec.encode(state));
            case Closed state -> {
                var unused = open.delete(key);
                closed.put(key, codec.encode(state));
            }
            case ActionState.Absent _ ->
                    throw new IllegalStateException("an action is never forgotten");
        }
    }

    void forEachOpen(BiConsumer<String, Open> visitor) {
        try (KeyValueIterator<byte[], byte[]> all = open.all()) {
            all.forEachRemaining(entry ->
                    visitor.accept(
                            new String(entry.key, StandardCharsets.UTF_8),
                            codec.decodeOpen(entry.value)));
        }
    }

    private static byte[] key(String actionId) {
        return actionId.getBytes(StandardCharsets.UTF_8);
    }
}
