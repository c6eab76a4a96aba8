package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.LogId;

/**
 * The first place where a log is not what it was.
 *
 * @param kind one of the {@code RECORD_} kinds
 * @param ordinal first record that differs, counted from 0 as the log was
 * @param offset of the record that is there now; of the last one if there is none any more
 * @param count records removed or inserted there, as far as the entries tell; else 1
 * @param certain false if the record is the last one of the export and may also have been removed:
 *     no entry tells what came after it
 */
public record Difference(Kind kind, long ordinal, long offset, long count, boolean certain) {

    Finding finding(LogId log) {
        String place = "record " + ordinal + " of partition " + log.partition();
        String at = " (offset " + offset + ")";
        String text =
                switch (kind) {
                    case RECORD_REMOVED ->
                            place
                                    + " was removed"
                                    + more()
                                    + "; what is there now"
                                    + at
                                    + " came after it";
                    case RECORD_INSERTED -> place + at + " was inserted" + more();
                    case RECORD_MOVED -> place + at + " has changed its place with a later one";
                    default -> place + at + " was changed" + doubt();
                };
        return new Finding(kind, log.origin(), text);
    }

    private String doubt() {
        return certain ? "" : " or removed: it is the last one of the export";
    }

    private String more() {
        return count > 1 ? ", " + count + " in all" : "";
    }
}
