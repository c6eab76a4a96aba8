package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.executor.ExecutorStatus.Ending;

/**
 * What is reported of an attempt.
 *
 * @param called false: the handler was certainly not called
 */
record AttemptEnd(AttemptResult result, boolean called) {

    static AttemptEnd called(AttemptResult result) {
        return new AttemptEnd(result, true);
    }

    static AttemptEnd notCalled(String code, String message) {
        return new AttemptEnd(
                new AttemptResult.Failed(ActionError.retryable(code, message)), false);
    }

    Ending ending() {
        return switch (result) {
            case AttemptResult.Succeeded succeeded -> Ending.SUCCEEDED;
            case AttemptResult.Suspended suspended -> Ending.SUSPENDED;
            case AttemptResult.Failed failed when !called -> Ending.NOT_CALLED;
            case AttemptResult.Failed failed when failed.error().retryable() ->
                    Ending.FAILED_RETRYABLE;
            case AttemptResult.Failed failed -> Ending.FAILED_PERMANENT;
        };
    }
}
