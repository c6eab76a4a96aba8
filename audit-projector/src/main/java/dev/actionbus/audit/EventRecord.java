package dev.actionbus.audit;

import org.jspecify.annotations.Nullable;

/**
 * A data record of the event log as it lies there.
 *
 * @param timestamp milliseconds since 1970; 0 for a record without one
 */
public record EventRecord(
        long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {}
