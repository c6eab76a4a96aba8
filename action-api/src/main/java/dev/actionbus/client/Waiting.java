package dev.actionbus.client;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Whoever waits for news of an action, by action id. Thread-safe; empty ids take no room. */
final class Waiting<T> {

    private final ConcurrentHashMap<String, List<T>> byAction = new ConcurrentHashMap<>();

    void add(String actionId, T waiter) {
        byAction.compute(
                actionId,
                (key, present) -> {
                    List<T> all = present == null ? new CopyOnWriteArrayList<>() : present;
                    all.add(waiter);
                    return all;
                });
    }

    void remove(String actionId, T waiter) {
        byAction.computeIfPresent(
                actionId,
                (key, present) -> {
                    present.remove(waiter);
                    return present.isEmpty() ? null : present;
                });
    }

    List<T> of(String actionId) {
        return byAction.getOrDefault(actionId, List.of());
    }

    boolean has(String actionId) {
        return byAction.containsKey(actionId);
    }

    void forEach(Consumer<T> action) {
        byAction.values().forEach(all -> all.forEach(action));
    }
}
