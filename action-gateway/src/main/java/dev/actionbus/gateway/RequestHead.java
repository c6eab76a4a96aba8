package dev.actionbus.gateway;

import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The headers that say something about a request.
 *
 * @param contentType of the body, as sent
 * @param idempotencyKeys every {@code Idempotency-Key} header; more than one is refused
 * @param traceparents every {@code traceparent} header; W3C: an unreadable one is as none
 * @param form what they belong to
 */
public record RequestHead(
        Optional<String> contentType,
        List<String> idempotencyKeys,
        List<String> traceparents,
        Form form) {

    /** What the request is. */
    public enum Form {
        /** The body of a call; its key is in a header. */
        BODY,
        /** A line of a batch, which has declared its type; its key is in a field. */
        LINE
    }

    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String JSON = "application/json";
    private static final Pattern UTF8_ONLY =
            Pattern.compile("(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");

    public RequestHead {
        idempotencyKeys = List.copyOf(idempotencyKeys);
        traceparents = List.copyOf(traceparents);
    }

    /** Of the body of a call. */
    public RequestHead(
            Optional<String> contentType, List<String> idempotencyKeys, List<String> traceparents) {
        this(contentType, idempotencyKeys, traceparents, Form.BODY);
    }

    /** Of a line of a batch. */
    public static RequestHead ofLine(List<String> traceparents) {
        return new RequestHead(Optional.empty(), List.of(), traceparents, Form.LINE);
    }

    boolean isLine() {
        return form == Form.LINE;
    }

    /**
     * Who asks, as authenticated. Without credentials everybody is the same; a header that says who
     * one is would prove nothing.
     */
    String principal() {
        return Origin.ANONYMOUS.principal();
    }

    void requireJson() {
        if (isLine()) {
            return;
        }
        String type = contentType.orElse("").strip().toLowerCase(Locale.ROOT);
        boolean json =
                type.startsWith(JSON) && UTF8_ONLY.matcher(type.substring(JSON.length())).matches();
        if (!json) {
            throw new Refused(
                    Problem.of(
                            415,
                            "CONTENT_TYPE_UNSUPPORTED",
                            "send Content-Type: application/json, in UTF-8"));
        }
    }

    /** The caller's key, or a new one: every submit is then an action of its own. */
    IdempotencyKey key() {
        return switch (idempotencyKeys.size()) {
            case 0 -> IdempotencyKey.random();
            case 1 -> new IdempotencyKey(unquoted(idempotencyKeys.get(0).strip()));
            default ->
                    throw new Refused(
                            Problem.of(
                                    400,
                                    "IDEMPOTENCY_KEY_REPEATED",
                                    "send one Idempotency-Key header"));
        };
    }

    Optional<String> traceparent() {
        return traceparents.size() == 1
                ? traceparents.stream().filter(t -> TRACEPARENT.matcher(t).matches()).findFirst()
                : Optional.empty();
    }

    /** The IETF draft writes the key as a quoted string, most callers do not: the same key. */
    private static String unquoted(String key) {
        boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }
}
