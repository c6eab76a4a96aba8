package dev.actionbus.ledger;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Released;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The states of one partition's actions. One store, because each costs a transaction another
 * partition to write to. Every action has a row; the few that are open have another one apart, with
 * how far they are.
 */
final class ActionStore {

    static final String NAME = "ledger-actions";

    private static final byte ACTION = 'a';
    private static final byte OPEN = 'o';

    private final KeyValueStore<byte[], byte[]> store;
    private final StateCodec codec = new StateCodec();
    private final Recent<ActionState> recent = new Recent<>();
    private final RecentRuns runs = new RecentRuns();

    ActionStore(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    ActionState get(String actionId) {
        Optional<ActionState> known = recent.get(actionId).or(() -> runs.get(actionId));
        return known.orElseGet(() -> {
            ActionState state = read(actionId);
            remember(actionId, state);
            return state;
        });
    }

    void put(String actionId, ActionState before, ActionState after) {
        if (before.equals(after)) {
            return;
        }
        switch (after) {
            case Open open -> {
                var attempt = new KeyValue<>(key(OPEN, actionId), codec.encodeAttempt(open));
                // What was accepted changes with the round only.
                if (before instanceof Open was
                        && was.action().round().equals(open.action().round())) {
                    store.put(attempt.key, attempt.value);
                } else {
                    var action = new KeyValue<>(key(ACTION, actionId), codec.encode(open.action()));
                    store.putAll(List.of(action, attempt));
                }
            }
            case Closed closed -> {
                var action = new KeyValue<>(key(ACTION, actionId), codec.encode(closed));
                KeyValue<byte[], byte[]> noAttempt = new KeyValue<>(key(OPEN, actionId), null);
                store.putAll(List.of(action, noAttempt));
            }
            case Released released -> store.put(key(ACTION, actionId), codec.encode(released));
            case ActionState.Absent _ ->
                    throw new IllegalStateException("an action is never forgotten");
        }
        if (after instanceof Open) {
            recent.put(actionId, after, size(after));
        } else {
            recent.forget(actionId);
        }
        remember(actionId, after);
    }

    private void remember(String actionId, ActionState state) {
        if (state instanceof Open open && open.action().request().getDefinition() != null) {
            runs.put(actionId, open, size(open));
        } else {
            runs.remove(actionId);
        }
    }

    void forEachOpen(BiConsumer<String, Open> visitor) {
        try (KeyValueIterator<byte[], byte[]> all =
                store.range(new byte[] {OPEN}, new byte[] {OPEN + 1})) {
            all.forEachRemaining(entry -> {
                String id = new String(entry.key, 1, entry.key.length - 1, StandardCharsets.UTF_8);
                if (get(id) instanceof Open open) {
                    visitor.accept(id, open);
                }
            });
        }
    }

    private ActionState read(String actionId) {
        byte[] known = store.get(key(ACTION, actionId));
        if (known == null) {
            return new ActionState.Absent();
        }
        ActionState state = codec.decode(known, () -> store.get(key(OPEN, actionId)));
        recent.put(actionId, state, size(state));
        return state;
    }

    private static int size(ActionState state) {
        return switch (state) {
            case Open open ->
                    size(open.action().request()) + open.checkpoint().map(String::length).orElse(0);
            case Closed closed -> size(closed);
            case Released released -> size(released.closed());
            case ActionState.Absent _ -> 0;
        };
    }

    private static int size(Closed closed) {
        String result = closed.outcome().getResult();
        return (result == null ? 0 : result.length())
                + closed.past().remains().map(it -> size(it.request())).orElse(0);
    }

    private static int size(ActionRequested request) {
        String definition = request.getDefinition();
        return request.getParams().length() + (definition == null ? 0 : definition.length());
    }

    /** The row of an action that was accepted. */
    static byte[] acceptedKey(String actionId) {
        return key(ACTION, actionId);
    }

    private static byte[] key(byte kind, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + id.length];
        key[0] = kind;
        System.arraycopy(id, 0, key, 1, id.length);
        return key;
    }
}
