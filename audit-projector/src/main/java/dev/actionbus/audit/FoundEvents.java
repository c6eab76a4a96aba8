package dev.actionbus.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a search has found in one partition.
 *
 * @param partition of the event log
 * @param events in the order of the log
 * @param reached ordinal of the next event to look at
 * @param until the search has stopped at this time, and more may come; empty: it has seen all that
 *     there is now
 */
public record FoundEvents(
        int partition, List<Found> events, long reached, Optional<Instant> until) {

    public FoundEvents {
        events = List.copyOf(events);
    }

    /**
     * An event.
     *
     * @param name of its action; empty if nobody ever asked for one
     */
    public record Found(EventPlace place, EventRecord event, Optional<String> name) {

        /** Of the action it is about; empty when it is about none. */
        public Optional<String> actionId() {
            return PartitionLog.actionId(event);
        }
    }
}
