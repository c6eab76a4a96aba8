package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.SignedNote;
import java.util.Optional;

/** The checkpoints that the world can see. */
@FunctionalInterface
public interface PublishedNotes {

    /** The newest checkpoint of a log; empty before the first. Its signatures are not checked. */
    Optional<SignedNote> last(LogId log);
}
