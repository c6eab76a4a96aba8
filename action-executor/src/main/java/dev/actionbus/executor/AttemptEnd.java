package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.executor.ExecutorStatus.Ending;
import java.util.Optional;

/** What is reported of an attempt. */
record AttemptEnd(AttemptResult result) {

    static AttemptEnd notCalled(String code, String message) {
        ActionError error = ActionError.retryable(code, message);
        return new AttemptEnd(new AttemptResult.Failed(error, Optional.empty(), false));
    }

    /** False: what does the work was certainly not reached. */
    boolean called() {
        return !(result instanceof AttemptResult.Failed failed) || failed.called();
    }

    /** Whoever stopped the handler does not know that much. */
    boolean saysHowFarItGot() {
        return result instanceof AttemptResult.Failed failed
                && (!failed.called() || failed.error().code().equals(ActionError.OUTCOME_UNKNOWN));
    }

    Ending ending() {
        return switch (result) {
            case AttemptResult.Succeeded succeeded -> Ending.SUCCEEDED;
            case AttemptResult.Suspended suspended -> Ending.SUSPENDED;
            case AttemptResult.Failed failed when !failed.called() -> Ending.NOT_CALLED;
            case AttemptResult.Failed failed when failed.error().retryable() ->
                    Ending.FAILED_RETRYABLE;
            case AttemptResult.Failed failed -> Ending.FAILED_PERMANENT;
        };
    }
}
