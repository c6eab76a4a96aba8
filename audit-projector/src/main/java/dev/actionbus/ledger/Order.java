package dev.actionbus.ledger;

import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.SignalSent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator orders.
 *
 * @param name as in ControlIgnored
 * @param requestId the same order again has the same
 */
record Order(String name, String actionId, String requestId, String principal, String reason) {

    static Order of(CancelRequested asked) {
        return new Order(
                "CANCEL",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    static Order of(RetryRequested asked) {
        return new Order(
                "RETRY",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    static Order of(RedriveRequested asked) {
        return new Order(
                "REDRIVE",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    static Order of(KeyReleaseRequested asked) {
        return new Order(
                "RELEASE_KEY",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    static Order of(ResumeRequested asked) {
        return new Order(
                "RESUME",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    static Order of(SignalSent asked) {
        return new Order(
                "SIGNAL",
                asked.getActionId(),
                asked.getRequestId(),
                asked.getPrincipal(),
                asked.getReason());
    }

    ControlIgnored ignored(@Nullable ActionStatus status, Instant now) {
        return new ControlIgnored(actionId, requestId, name, principal, status, now);
    }
}
