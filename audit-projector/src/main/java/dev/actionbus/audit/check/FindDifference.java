package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a log, record by record, with the entries it had. An entry holds the number of its
 * record, so the first one that differs is exact; what happened there follows from whether the
 * record found is an entry of a later number (records before it are gone) and whether the entry
 * missed is a later record (something was put before it).
 */
final class FindDifference {

    private final LogId log;
    private final Entries before;
    private @Nullable LogRecord first;
    private long lastOffset = -1;
    private long size;

    /** How many places further the missed record is now, and the found one was; 0 for not. */
    private long missedIsLater;

    private long foundWasLater;

    /** Whether records behind the difference are again where they were. */
    private boolean realigned;

    FindDifference(LogId log, Entries before) {
        this.log = log;
        this.before = before;
    }

    void accept(LogRecord record, Hash entry) {
        size = record.ordinal() + 1;
        lastOffset = record.offset();
        boolean known = record.ordinal() < before.size();
        boolean same = known && before.get(record.ordinal()).equals(entry);
        if (first != null) {
            realigned |= same;
            lookForMissed(record, first);
        } else if (known && !same) {
            first = record;
            lookForFound(record);
        }
    }

    /** Empty when the log begins with all it had. */
    Optional<Difference> result() {
        if (first != null) {
            return Optional.of(explained(first));
        }
        long missing = before.size() - size;
        return missing <= 0
                ? Optional.empty()
                : Optional.of(new Difference(Kind.RECORD_REMOVED, size, lastOffset, missing, true));
    }

    private Difference explained(LogRecord at) {
        boolean inserted = missedIsLater > 0;
        boolean removed = foundWasLater > 0;
        if (inserted && removed) {
            return ambiguous(at);
        }
        if (inserted) {
            return difference(Kind.RECORD_INSERTED, at, missedIsLater);
        }
        if (removed) {
            return difference(Kind.RECORD_REMOVED, at, foundWasLater);
        }
        boolean certain = at.ordinal() + 1 < before.size() || size <= before.size();
        return new Difference(Kind.RECORD_CHANGED, at.ordinal(), at.offset(), 1, certain);
    }

    /** Moved, or one of several equal records was removed or inserted. */
    private Difference ambiguous(LogRecord at) {
        boolean last = at.ordinal() + missedIsLater + 1 >= before.size();
        if (realigned || (last && missedIsLater == foundWasLater)) {
            return difference(Kind.RECORD_MOVED, at, 1);
        }
        boolean fewer =
                missedIsLater == foundWasLater
                        ? size < before.size()
                        : foundWasLater < missedIsLater;
        return fewer
                ? difference(Kind.RECORD_REMOVED, at, foundWasLater)
                : difference(Kind.RECORD_INSERTED, at, missedIsLater);
    }

    private static Difference difference(Kind kind, LogRecord at, long count) {
        return new Difference(kind, at.ordinal(), at.offset(), count, true);
    }

    private void lookForMissed(LogRecord record, LogRecord from) {
        if (missedIsLater == 0
                && record.entryAt(log, from.ordinal()).equals(before.get(from.ordinal()))) {
            missedIsLater = record.ordinal() - from.ordinal();
        }
    }

    private void lookForFound(LogRecord record) {
        for (long later = record.ordinal() + 1; later < before.size(); later++) {
            if (record.entryAt(log, later).equals(before.get(later))) {
                foundWasLater = later - record.ordinal();
                return;
            }
        }
    }
}
