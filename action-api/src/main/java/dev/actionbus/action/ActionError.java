package dev.actionbus.action;

import java.util.Optional;

/**
 * Why an attempt or an action failed.
 *
 * @param code upper snake case
 * @param message one line for people
 * @param retryable whether another attempt could help
 * @param details JSON, whatever the handler gave
 */
public record ActionError(
        String code, String message, boolean retryable, Optional<String> details) {

    /**
     * The code of a failure after which nobody knows what was done, such as a connection that broke
     * when the request was sent. In mode once the action ends as {@link ActionOutcome.Unknown}; in
     * mode retry it is a failure like any other.
     */
    public static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

    public static ActionError retryable(String code, String message) {
        return new ActionError(code, message, true, Optional.empty());
    }

    public static ActionError permanent(String code, String message) {
        return new ActionError(code, message, false, Optional.empty());
    }
}
