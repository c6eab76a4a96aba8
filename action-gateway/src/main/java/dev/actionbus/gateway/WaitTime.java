package dev.actionbus.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller wants to wait for an outcome: 0 to 60 seconds. */
public final class WaitTime {

    /** Who asks for more waits this long. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Pattern PREFERENCE =
            Pattern.compile(
                    "(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:$|[,;])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})s?");

    private WaitTime() {}

    /** From {@code Prefer} headers (RFC 7240); what is not understood is no preference. */
    public static Duration preferred(List<String> prefer) {
        for (String header : prefer) {
            Matcher wait = PREFERENCE.matcher(header);
            if (wait.find()) {
                return atMostLongest(wait.group(1));
            }
        }
        return Duration.ZERO;
    }

    /** From a query parameter: seconds, as {@code 10} or {@code 10s}; empty: not readable. */
    public static Optional<Duration> ofQuery(String text) {
        Matcher seconds = SECONDS.matcher(text);
        return seconds.matches() ? Optional.of(atMostLongest(seconds.group(1))) : Optional.empty();
    }

    private static Duration atMostLongest(String seconds) {
        return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST.toSeconds()));
    }
}
