package dev.actionbus.executor.handler.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** When somebody outside must have reported, as a service says it. */
final class SuspendUntil {

    static final String RULE =
            "is a whole number with a unit s, m, h or d, such as 1h, or a time (ISO 8601, UTC)";

    private static final Pattern HOURS_AND_LESS = Pattern.compile("[0-9]{1,9}[smh]");
    private static final Pattern DAYS = Pattern.compile("[0-9]{1,6}d");

    private SuspendUntil() {}

    /** Empty: it says neither a span nor a time. */
    static Optional<Instant> parse(String text, Instant now) {
        try {
            if (HOURS_AND_LESS.matcher(text).matches()) {
                return Optional.of(now.plus(Duration.parse("PT" + text)));
            }
            if (DAYS.matcher(text).matches()) {
                return Optional.of(now.plus(Duration.parse("P" + text)));
            }
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
