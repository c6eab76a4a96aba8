package dev.actionbus.executor.handler;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as people write them in a manifest: a whole number with its unit. */
final class Sizes {

    static final String RULE = "is a whole number with a unit KiB, MiB, GiB or TiB, such as 2GiB";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})(KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> UNITS =
            Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    private Sizes() {}

    /** In bytes, more than nothing. */
    static Optional<Long> parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.ofNullable(UNITS.get(matcher.group(2))).map(bits -> amount << bits);
    }
}
