package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.PayloadClaim;
import java.util.Optional;
import java.util.Set;

/**
 * What the audit view knows of an action.
 *
 * @param status ADMITTED, RUNNING, WAITING, COMPLETED, FAILED, CANCELLED or UNKNOWN
 * @param json the answer: one JSON object with {@code actionId} and {@code status}; once it ended,
 *     {@code attempt} and {@code result} or {@code error}
 * @param claim what the answer has as the {@code result}, if that lies in the store
 */
public record LookedUp(String status, String json, Optional<PayloadClaim> claim) {

    private static final Set<String> TERMINAL =
            Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");

    /** With all there is to it. */
    public LookedUp(String status, String json) {
        this(status, json, Optional.empty());
    }

    /** Of an action that has not ended. */
    public static LookedUp running(ActionId id, String status) {
        return new LookedUp(status, OutcomeJson.running(id, status).close());
    }

    public static LookedUp ended(ActionOutcome outcome) {
        return new LookedUp(OutcomeJson.status(outcome), OutcomeJson.of(outcome).close());
    }

    /** With the result itself. Nothing before it in the answer is the caller's own JSON. */
    LookedUp withResult(String result) {
        String claimed = "\"result\":" + claim.orElseThrow().json();
        int at = json.indexOf(claimed);
        return at < 0
                ? this
                : new LookedUp(
                        status,
                        json.substring(0, at)
                                + "\"result\":"
                                + result
                                + json.substring(at + claimed.length()));
    }

    boolean isTerminal() {
        return TERMINAL.contains(status);
    }
}
