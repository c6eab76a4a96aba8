package dev.actionbus.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from not before it, 1970 to 9999
 * @param to before it, 1970 to 9999; not before {@code from}
 */
public record Period(Optional<Instant> from, Optional<Instant> to) {

    public static final Period EVER = new Period(Optional.empty(), Optional.empty());

    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    public Period {
        from.ifPresent(Period::require);
        to.ifPresent(Period::require);
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            throw new IllegalArgumentException("a period does not end before it begins");
        }
    }

    boolean covers(Instant time) {
        return !from.filter(time::isBefore).isPresent() && to.map(time::isBefore).orElse(true);
    }

    /**
     * @throws IllegalArgumentException not a time that anything can have
     */
    static Instant require(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
            throw new IllegalArgumentException("a time is between the years 1970 and 9999");
        }
        return time;
    }
}
