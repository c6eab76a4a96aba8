package dev.actionbus.executor.handler.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a manifest may add: none that frames the message or that is ours. */
public final class HeaderRules {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,4096}");
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "content-digest",
                    "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect",
                    "accept-encoding",
                    "idempotency-key",
                    "traceparent",
                    "signature",
                    "signature-input");

    private HeaderRules() {}

    /** What is wrong with a name. */
    public static Optional<String> objectionToName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.of("a header name is 1 to 100 characters of a token (RFC 9110)");
        }
        boolean taken =
                OURS.contains(lower) || lower.startsWith("action-") || lower.startsWith("proxy-");
        return taken ? Optional.of("a manifest can not set the header " + name) : Optional.empty();
    }

    /** Visible ASCII, space and tab: no line end can begin a header of its own. */
    public static boolean fits(String value) {
        return VALUE.matcher(value).matches() && value.strip().equals(value);
    }
}
