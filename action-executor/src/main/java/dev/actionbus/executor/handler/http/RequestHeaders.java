package dev.actionbus.executor.handler.http;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.Digests;
import dev.actionbus.executor.handler.http.Signing.UnusableKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The headers of one request: ours, a fixed set, and the manifest's.
 *
 * @param attempt what is asked
 * @param body its bytes
 * @param now for the signature
 * @param replay the service is told that nothing it does will count
 */
record RequestHeaders(Attempt attempt, byte[] body, Instant now, boolean replay) {

    private static final int LARGEST_CHECKPOINT = 8 * 1024;
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** Why a request can not be made. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final ActionError error;

        Unfit(ActionError error) {
            super(error.message());
            this.error = error;
        }

        ActionError error() {
            return error;
        }
    }

    /**
     * @param target where this request goes, which a redirect may have changed
     */
    Map<String, String> of(HttpCall call, Target target) throws Unfit {
        boolean named = target.sameOrigin(call.target());
        Map<String, String> ours = ours();
        if (named) {
            ours.putAll(callback());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", target.authority());
        headers.put("Accept", "application/json, application/problem+json");
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "actionbus");
        headers.put("Connection", "close");
        headers.putAll(ours);
        traceparent().ifPresent(value -> headers.put("traceparent", value));
        // They are meant for the service that the manifest names, and may be its credentials.
        if (named) {
            for (var header : call.headers().entrySet()) {
                headers.put(header.getKey(), value(header.getKey(), header.getValue()));
            }
        }
        if (call.signing().isPresent()) {
            try {
                headers.putAll(
                        new MessageSignature(call.method(), target, ours, now)
                                .headers(call.signing().get()));
            } catch (UnusableKey e) {
                throw unusable(String.valueOf(e.getMessage()));
            }
        }
        return headers;
    }

    private Map<String, String> ours() throws Unfit {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("Content-Type", "application/json");
        ours.put("Content-Digest", "sha-256=:" + digest() + ":");
        ours.put("Idempotency-Key", attempt.actionId().toString());
        ours.put("Action-Id", attempt.actionId().toString());
        ours.put("Action-Name", attempt.call().name());
        ours.put("Action-Version", Integer.toString(attempt.call().version()));
        ours.put("Action-Attempt", Integer.toString(attempt.number()));
        ours.put("Action-Deadline", attempt.deadline().toString());
        if (attempt.checkpoint().isPresent()) {
            ours.put("Action-Checkpoint", checkpoint(attempt.checkpoint().get()));
        }
        if (replay) {
            ours.put("Action-Replay", "1");
        }
        return ours;
    }

    /** Who has the token can end the attempt: it is for the service that the manifest names. */
    private Map<String, String> callback() {
        Map<String, String> headers = new LinkedHashMap<>();
        attempt.callback()
                .ifPresent(callback -> {
                    headers.put("Action-Callback-Token", callback.token());
                    callback.url()
                            .ifPresent(url -> headers.put("Action-Callback-Url", url.toString()));
                });
        return headers;
    }

    /** Not to be quoted by anybody. */
    Optional<String> token() {
        return attempt.callback().map(Attempt.Callback::token);
    }

    /** Whoever asked for the action wrote it: only the form of the standard goes on. */
    private Optional<String> traceparent() {
        return attempt.traceparent().filter(value -> TRACEPARENT.matcher(value).matches());
    }

    /** The same JSON on one line of ASCII: what is beyond ASCII can only be inside a string. */
    private static String checkpoint(String json) throws Unfit {
        StringBuilder line = new StringBuilder();
        json.chars()
                .forEach(symbol -> {
                    if (symbol > 0x7e) {
                        line.append("\\u%04x".formatted(symbol));
                    } else {
                        line.append(symbol < 0x20 ? ' ' : (char) symbol);
                    }
                });
        if (line.length() > LARGEST_CHECKPOINT) {
            throw new Unfit(
                    ActionError.permanent(
                            "CHECKPOINT_TOO_LARGE", "a header takes a checkpoint up to 8 KiB"));
        }
        return line.toString();
    }

    private static String value(String name, ConfiguredText text) throws Unfit {
        String value =
                text.read()
                        .orElseThrow(() -> unusable("nothing for " + name + " in " + text.where()));
        if (!HeaderRules.fits(value)) {
            throw unusable("what is in " + text.where() + " is no value for " + name);
        }
        return value;
    }

    private static Unfit unusable(String message) {
        return new Unfit(ActionError.retryable("SECRET_UNUSABLE", message));
    }

    private String digest() {
        return Base64.getEncoder().encodeToString(Digests.sha256(body));
    }
}
