package dev.actionbus.audit;

import java.time.Instant;

/**
 * Where an event of an action lies in its partition of the event log.
 *
 * @param ordinal its number among the data records, from 0
 * @param offset Kafka's, which counts markers of transactions as well
 * @param time the record's timestamp, milliseconds
 */
public record EventPlace(long ordinal, long offset, Instant time) {

    static EventPlace of(long ordinal, EventRecord event) {
        return new EventPlace(ordinal, event.offset(), Instant.ofEpochMilli(event.timestamp()));
    }
}
