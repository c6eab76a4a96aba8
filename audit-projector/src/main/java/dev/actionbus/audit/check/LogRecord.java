package dev.actionbus.audit.check;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.LogId;
import org.jspecify.annotations.Nullable;

/**
 * A data record of the event log, as bytes.
 *
 * @param ordinal its number among the data records of its partition, from 0
 * @param offset where Kafka has it
 */
public record LogRecord(long ordinal, long offset, byte @Nullable [] key, byte @Nullable [] value) {

    /** What it is in the tree of its log. */
    public Hash entry(LogId log) {
        return entryAt(log, ordinal);
    }

    /** What it would be with another number. */
    Hash entryAt(LogId log, long otherOrdinal) {
        return LogEntry.of(log, otherOrdinal, key, value);
    }
}
