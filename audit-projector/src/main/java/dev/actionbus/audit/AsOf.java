package dev.actionbus.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A state of the event log: what was in it then. */
public sealed interface AsOf {

    /** What it looks like, for people. */
    String GRAMMAR = "a time as in 2026-01-31T12:00:00Z, or offsets as in 0:17,1:20";

    /**
     * The events that were not written later.
     *
     * @param time on the broker's records, 1970 to 9999
     */
    record Time(Instant time) implements AsOf {

        public Time {
            var unused = Period.require(time);
        }

        @Override
        public String toString() {
            return time.toString();
        }
    }

    /**
     * The events before these offsets, as Kafka's consumers count: each is that of the next record.
     *
     * @param ends by partition; of one that is not named there is nothing
     */
    record Offsets(Map<Integer, Long> ends) implements AsOf {

        private static final Pattern PATTERN =
                Pattern.compile("\\d{1,6}:\\d{1,18}(,\\d{1,6}:\\d{1,18})*");

        public Offsets {
            ends = Map.copyOf(ends);
        }

        static Offsets parse(String text) {
            if (!PATTERN.matcher(text).matches()) {
                throw new IllegalArgumentException("a state of the log is " + GRAMMAR);
            }
            Map<Integer, Long> ends =
                    Arrays.stream(text.split(",", -1))
                            .map(pair -> pair.split(":", -1))
                            .collect(
                                    Collectors.toMap(
                                            pair -> Integer.valueOf(pair[0]),
                                            pair -> Long.valueOf(pair[1]),
                                            (one, other) -> {
                                                throw new IllegalArgumentException(
                                                        "a partition is named twice");
                                            }));
            return new Offsets(ends);
        }

        @Override
        public String toString() {
            return new TreeMap<>(ends)
                    .entrySet().stream()
                            .map(end -> end.getKey() + ":" + end.getValue())
                            .collect(Collectors.joining(","));
        }
    }

    /**
     * Reads {@code 2026-01-31T12:00:00Z} or {@code 0:17,1:20}.
     *
     * @throws IllegalArgumentException it is neither
     */
    static AsOf parse(String text) {
        if (!text.contains("T")) {
            return Offsets.parse(text);
        }
        try {
            return new Time(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a state of the log is " + GRAMMAR, e);
        }
    }

    /** Whether an event was there. */
    default boolean covers(int partition, EventPlace place) {
        return !place.time().isAfter(latest()) && place.offset() < end(partition);
    }

    /** No event is later. */
    default Instant latest() {
        return switch (this) {
            case Time(Instant time) -> time;
            case Offsets _ -> Instant.MAX;
        };
    }

    /** No event of a partition lies there or behind it. */
    default long end(int partition) {
        return switch (this) {
            case Time _ -> Long.MAX_VALUE;
            case Offsets(Map<Integer, Long> ends) -> ends.getOrDefault(partition, 0L);
        };
    }
}
