package dev.actionbus.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The committed records of the event log, in the order of each partition. Every call may block. */
public interface EventTopic {

    /** Those at these offsets; those that are not there any more are left out. */
    List<EventRecord> at(int partition, Collection<Long> offsets);

    /** Some, from an offset on; empty when there is none yet. */
    List<EventRecord> from(int partition, long offset);

    /** Offset of the first that is not older; empty when there is none yet. */
    OptionalLong since(int partition, Instant time);
}
