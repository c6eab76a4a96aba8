package dev.actionbus.ledger.run;

import dev.actionbus.event.ErrorDetail;
import java.util.Optional;

/**
 * How an action ended.
 *
 * @param result JSON
 * @param error empty exactly if it was completed
 */
public record StepOutcome(Optional<String> result, Optional<ErrorDetail> error) {

    boolean isCompleted() {
        return error.isEmpty();
    }

    /** What the ledger knows of the actions of its partition. */
    public interface Known {
        /** Empty: it has not ended, or nobody asked for it. */
        Optional<StepOutcome> of(String actionId);
    }
}
