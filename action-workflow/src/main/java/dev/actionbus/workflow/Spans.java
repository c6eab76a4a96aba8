package dev.actionbus.workflow;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: a whole number with its unit. */
final class Spans {

    static final String RULE = "is a whole number with a unit ms, s, m, h or d, such as 30s";

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", ChronoUnit.DAYS);
        UNITS.put("h", ChronoUnit.HOURS);
        UNITS.put("m", ChronoUnit.MINUTES);
        UNITS.put("s", ChronoUnit.SECONDS);
        UNITS.put("ms", ChronoUnit.MILLIS);
    }

    private Spans() {}

    static Optional<Duration> parse(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.ofNullable(UNITS.get(matcher.group(2)))
                .map(unit -> Duration.of(amount, unit));
    }

    /** In the largest unit that says it exactly; whole milliseconds. */
    static String text(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
            long size = unit.getValue().getDuration().toMillis();
            if (span.toMillis() % size == 0) {
                return span.toMillis() / size + unit.getKey();
            }
        }
        throw new IllegalArgumentException("not whole milliseconds: " + span);
    }
}
