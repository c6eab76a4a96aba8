package dev.actionbus.audit.app;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where an answer may come from. */
public sealed interface Reach {

    /** From whichever process knows. */
    Reach EVERYWHERE = new Everywhere();

    /** See {@link #EVERYWHERE}. */
    record Everywhere() implements Reach {}

    /**
     * From the process that is asked only: how processes ask each other, as {@code here=0,2} or
     * {@code here=copy:0,2}.
     *
     * @param partitions these, all of them
     * @param copies whether a copy will do
     */
    record Here(Set<Integer> partitions, boolean copies) implements Reach {

        private static final String COPY = "copy:";

        public Here {
            partitions = Set.copyOf(partitions);
        }

        /** The path with this in its query. */
        String on(String path) {
            return path
                    + (path.contains("?") ? "&" : "?")
                    + "here="
                    + (copies ? COPY : "")
                    + new TreeSet<>(partitions)
                            .stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /**
     * As it was asked for in a query.
     *
     * @throws IllegalArgumentException not a list of partitions
     */
    static Reach parse(@Nullable String here) {
        if (here == null) {
            return EVERYWHERE;
        }
        boolean copies = here.startsWith(Here.COPY);
        String list = copies ? here.substring(Here.COPY.length()) : here;
        return new Here(
                Arrays.stream(list.split(",", -1))
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet()),
                copies);
    }

    /** Empty: from everywhere. */
    default Optional<Here> here() {
        return this instanceof Here here ? Optional.of(here) : Optional.empty();
    }
}
