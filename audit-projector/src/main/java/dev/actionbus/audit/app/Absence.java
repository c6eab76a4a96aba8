package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionView;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.Backlog;
import dev.actionbus.wire.Placement;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Makes sure that nobody asked for an action which the view does not know: it may be on its way,
 * above all when the view has just moved here. Waits a second for what is.
 */
record Absence(AuditView view, Backlog backlog, int homes) {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * The action as a part of the view has it; empty: nobody asked for it.
     *
     * @param copies whether the part is one of copies, which do not know what they lack
     * @throws AuditView.NotHere nobody can tell yet
     */
    Optional<ActionView> find(AuditView part, ActionId id, boolean copies) {
        Optional<ActionView> found = part.find(id);
        if (found.isEmpty() && copies) {
            throw AuditView.NotHere.because("a copy does not know this action");
        }
        return found.isEmpty() && !isCertain(id) ? part.find(id) : found;
    }

    /**
     * False: the view knows it now.
     *
     * @throws AuditView.NotHere nobody can tell yet
     */
    boolean isCertain(ActionId id) {
        long begin = System.nanoTime();
        while (isOnItsWay(id)) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw AuditView.NotHere.because("the ledger has not come to this action yet");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw AuditView.NotHere.because("interrupted");
            }
            if (view.find(id).isPresent()) {
                return false;
            }
        }
        return view.find(id).isEmpty();
    }

    private boolean isOnItsWay(ActionId id) {
        try {
            return backlog.has(id, Placement.home(id, homes));
        } catch (KafkaException e) {
            throw AuditView.NotHere.because("Kafka does not answer: " + e.getMessage());
        }
    }
}
