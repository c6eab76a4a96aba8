package dev.actionbus.action;

import java.time.Instant;
import java.util.Optional;

/**
 * What a handler is called with.
 *
 * @param actionId stable over all attempts: hand it to foreign systems as their Idempotency-Key
 * @param number from 1, rising: a fence for systems that keep the highest they saw
 * @param call what to do
 * @param deadline the attempt is ended then
 * @param checkpoint JSON an earlier attempt left for this one
 * @param traceparent W3C trace context
 * @param progress where to say how far it is
 */
public record Attempt(
        ActionId actionId,
        int number,
        Call call,
        Instant deadline,
        Optional<String> checkpoint,
        Optional<String> traceparent,
        Progress progress) {

    /** Nobody listens to its progress. */
    public Attempt(
            ActionId actionId,
            int number,
            Call call,
            Instant deadline,
            Optional<String> checkpoint,
            Optional<String> traceparent) {
        this(actionId, number, call, deadline, checkpoint, traceparent, Progress.UNHEARD);
    }

    /**
     * What to do.
     *
     * @param name action name
     * @param version handler version asked for
     * @param params JSON object, to the letter as requested
     */
    public record Call(String name, int version, String params) {}
}
