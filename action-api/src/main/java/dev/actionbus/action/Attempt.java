package dev.actionbus.action;

import java.net.URI;
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
 * @param voice how it is heard before its end, and after it
 */
public record Attempt(
        ActionId actionId,
        int number,
        Call call,
        Instant deadline,
        Optional<String> checkpoint,
        Optional<String> traceparent,
        Voice voice) {

    /** Nobody listens to its progress, and nobody outside can report for it. */
    public Attempt(
            ActionId actionId,
            int number,
            Call call,
            Instant deadline,
            Optional<String> checkpoint,
            Optional<String> traceparent) {
        this(actionId, number, call, deadline, checkpoint, traceparent, Voice.UNHEARD);
    }

    /**
     * What to do.
     *
     * @param name action name
     * @param version handler version asked for
     * @param params JSON object, to the letter as requested
     */
    public record Call(String name, int version, String params) {}

    /** Where to say how far it is. */
    public Progress progress() {
        return voice.progress();
    }

    /** For whoever goes on after {@link AttemptResult.Suspended}; empty: nobody can. */
    public Optional<Callback> callback() {
        return voice.callback();
    }

    /**
     * How an attempt is heard.
     *
     * @param progress while it runs
     * @param callback from outside, by whoever goes on after it
     */
    public record Voice(Progress progress, Optional<Callback> callback) {

        /** Not at all. */
        public static final Voice UNHEARD = new Voice(Progress.UNHEARD, Optional.empty());
    }

    /**
     * How somebody outside reports for this attempt: {@code POST} to the URL, the token in the
     * header {@code Callback-Token}. Who has the token can end the attempt.
     *
     * @param token good for 30 days
     * @param url of the gateway's callbacks; empty: this executor does not know it
     */
    public record Callback(String token, Optional<URI> url) {

        /** Without the token, which is nobody's but its holder's. */
        @Override
        public String toString() {
            return "Callback[" + url.map(URI::toString).orElse("") + "]";
        }
    }
}
