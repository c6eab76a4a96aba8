package dev.actionbus.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/**
 * Waits for the first event that a record has caused; an event's id names the place of its cause.
 * Thread-safe.
 */
final class CausedEvents {

    private final Waiting<Watch> watches = new Waiting<>();

    /** Begins before the record is written, so that nothing is missed. */
    Watch watch(String actionId) {
        Watch watch = new Watch();
        watches.add(actionId, watch);
        var unused = watch.event.whenComplete((event, e) -> watches.remove(actionId, watch));
        return watch;
    }

    boolean awaits(String actionId) {
        return watches.has(actionId);
    }

    /**
     * @param cause {@code TOPIC/PARTITION/OFFSET#N}
     */
    void on(String actionId, String cause, SpecificRecord event) {
        watches.of(actionId).forEach(watch -> watch.on(cause, event));
    }

    void failAll(Throwable why) {
        watches.forEach(watch -> watch.event.completeExceptionally(why));
    }

    /** One record's. Kafka may tell of the event before it tells where the record lies. */
    static final class Watch {

        private final CompletableFuture<SpecificRecord> event = new CompletableFuture<>();
        private final Map<String, SpecificRecord> seen = new HashMap<>();
        private Optional<String> expected = Optional.empty();

        /** Cancel it to stop. */
        CompletableFuture<SpecificRecord> event() {
            return event;
        }

        /** The record lies there. */
        synchronized void written(String topic, int partition, long offset) {
            String cause = topic + "/" + partition + "/" + offset + "#0";
            expected = Optional.of(cause);
            SpecificRecord early = seen.get(cause);
            if (early != null) {
                event.complete(early);
            }
        }

        private synchronized void on(String cause, SpecificRecord happened) {
            if (expected.isEmpty()) {
                seen.put(cause, happened);
            } else if (expected.get().equals(cause)) {
                event.complete(happened);
            }
        }
    }
}
