package dev.actionbus.gateway;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time span as people write it, in whole milliseconds: {@code 500ms}, {@code 2s}, {@code 5m},
 * {@code 1h} or ISO 8601.
 */
final class DurationText {

    /** Longer ones are mistakes. */
    static final Duration LONGEST = Duration.ofDays(365);

    /** For people. */
    static final String RULE =
            "a span is 0 to 365 days, as \"500ms\", \"2s\", \"5m\", \"1h\" or ISO 8601";

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    private DurationText() {}

    /** Empty: not a span, negative, or longer than a year. */
    static Optional<Duration> parse(String text) {
        Matcher amount = SHORT.matcher(text);
        Duration span;
        if (amount.matches()) {
            span = of(Long.parseLong(amount.group(1)), amount.group(2));
        } else {
            try {
                span = Duration.parse(text);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return span.isNegative() || span.compareTo(LONGEST) > 0
                ? Optional.empty()
                : Optional.of(span.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
