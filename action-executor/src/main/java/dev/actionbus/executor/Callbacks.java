package dev.actionbus.executor;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.CallbackToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What handlers are told so that somebody outside can report for their attempts.
 *
 * @param key signs the tokens, as the gateways know it; empty: handlers get none
 * @param url of the gateway's callbacks; empty: handlers have to know it themselves
 */
public record Callbacks(Optional<CallbackKey> key, Optional<URI> url) {

    /** No tokens. */
    public static final Callbacks NONE = new Callbacks(Optional.empty(), Optional.empty());

    /** How long a token is good, and how far a suspension may reach. */
    static final Duration LONGEST = Duration.ofDays(30);

    Optional<Attempt.Callback> issue(ActionId id, int attempt, Instant now) {
        CallbackToken token = new CallbackToken(id, attempt, now.plus(LONGEST));
        return key.map(it -> new Attempt.Callback(it.sign(token), url));
    }
}
