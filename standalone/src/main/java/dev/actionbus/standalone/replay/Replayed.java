package dev.actionbus.standalone.replay;

import java.util.List;

/** What became of one recorded action in a replay. */
public sealed interface Replayed {

    /** It would end as it did. */
    record Same() implements Replayed {}

    /**
     * It would end otherwise.
     *
     * @param differences at least one
     */
    record Different(List<Difference> differences) implements Replayed {
        public Different {
            differences = List.copyOf(differences);
        }
    }

    /** Nothing was called. */
    record Skipped(String why) implements Replayed {}

    /**
     * One place in which two outcomes differ.
     *
     * @param field {@code status}, {@code error.code}, or {@code result} with a JSON Pointer (RFC
     *     6901) into it
     * @param recorded as JSON; empty: it is not there
     * @param replayed as JSON; empty: it is not there
     */
    record Difference(String field, String recorded, String replayed) {}
}
