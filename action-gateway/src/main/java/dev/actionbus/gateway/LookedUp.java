package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import java.util.Set;

/**
 * What the audit view knows of an action.
 *
 * @param status ADMITTED, RUNNING, WAITING, COMPLETED, FAILED, CANCELLED or UNKNOWN
 * @param json the answer: one JSON object with {@code actionId} and {@code status}; once it ended,
 *     {@code attempt} and {@code result} or {@code error}
 */
public record LookedUp(String status, String json) {

    private static final Set<String> TERMINAL =
            Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");

    /** Of an action that has not ended. */
    public static LookedUp running(ActionId id, String status) {
        return new LookedUp(status, OutcomeJson.running(id, status).close());
    }

    public static LookedUp ended(ActionOutcome outcome) {
        return new LookedUp(OutcomeJson.status(outcome), OutcomeJson.of(outcome).close());
    }

    boolean isTerminal() {
        return TERMINAL.contains(status);
    }
}
