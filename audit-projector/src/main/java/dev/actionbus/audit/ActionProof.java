package dev.actionbus.audit;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.SignedNote;
import java.util.List;

/**
 * That the events of an action are in the log that a checkpoint vouches for.
 *
 * @param partition of the event log
 * @param checkpoint as it was published
 * @param events in the order of the log
 */
public record ActionProof(int partition, SignedNote checkpoint, List<Included> events) {

    /**
     * @param place where the event lies
     * @param path from its leaf upwards (RFC 6962, 2.1.1)
     */
    public record Included(EventPlace place, List<Hash> path) {}
}
