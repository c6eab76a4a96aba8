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

    public static ActionError retryable(String code, String message) {
        return new ActionError(code, message, true, Optional.empty());
    }

    public static ActionError permanent(String code, String message) {
        return new ActionError(code, message, false, Optional.empty());
    }
}
