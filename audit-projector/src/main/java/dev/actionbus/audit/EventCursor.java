package dev.actionbus.audit;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in the event log: for each partition, the ordinal of the event to go on with. It stays
 * good for ever, as no ordinal ever changes.
 *
 * @param ordinals by partition
 */
public record EventCursor(List<Long> ordinals) {

    private static final int RADIX = 36;
    private static final Pattern PATTERN = Pattern.compile("[0-9a-z]{1,12}(\\.[0-9a-z]{1,12})*");

    public EventCursor {
        ordinals = List.copyOf(ordinals);
    }

    /**
     * @throws IllegalArgumentException it is not one of ours
     */
    static EventCursor parse(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("a cursor is as it was handed out");
        }
        return new EventCursor(
                Arrays.stream(text.split("\\.", -1))
                        .map(ordinal -> Long.parseLong(ordinal, RADIX))
                        .toList());
    }

    /** Empty for a partition it does not know. */
    OptionalLong ordinal(int partition) {
        return partition < ordinals.size()
                ? OptionalLong.of(ordinals.get(partition))
                : OptionalLong.empty();
    }

    @Override
    public String toString() {
        return ordinals.stream()
                .map(ordinal -> Long.toString(ordinal, RADIX))
                .collect(Collectors.joining("."));
    }
}
