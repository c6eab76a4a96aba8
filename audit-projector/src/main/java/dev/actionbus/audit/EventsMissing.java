package dev.actionbus.audit;

/** The view knows of events that the topic does not have any more. */
public final class EventsMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventsMissing(int partition, long offset) {
        super("events of partition " + partition + " at offset " + offset + " are gone");
    }
}
