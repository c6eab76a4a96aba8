package dev.actionbus.ledger;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import java.util.Optional;

/**
 * An executor in the ledger's process. It may claim an attempt where it is granted: the claim is
 * then part of the ledger's own transaction, which saves the way over the tasks topic and a
 * transaction of the executor's.
 */
public interface NearbyExecutor {

    /** Nobody is near: all work goes over the tasks topic. */
    NearbyExecutor NOBODY = grant -> Optional.empty();

    /**
     * Asks whether the attempt could begin now. Called on the ledger's thread; must not block.
     *
     * @return empty: it goes to the tasks topic
     */
    Optional<Claim> claim(AttemptGranted grant);

    /** What was kept free for an attempt until the fate of its claim is known. */
    interface Claim {

        AttemptStarted start();

        /** The claim is certainly committed: the handler may be called, once. */
        void committed();

        /** It is not, or not certainly: the handler must never be called for it. */
        void dropped();
    }
}
