package dev.actionbus.audit.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What is known of the records of one partition: a byte each, in pages made when needed. */
final class ReconcileMarks {

    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int TRACE = 0x3F;
    private static final int LETTER = 0x40;
    private static final int SEEN = 0x80;

    private final long begin;
    private final long committed;
    private final Map<Long, byte[]> pages = new HashMap<>();

    /**
     * @param begin first offset that is kept
     * @param committed where the ledger goes on reading
     */
    ReconcileMarks(long begin, long committed) {
        this.begin = begin;
        this.committed = Math.max(begin, committed);
    }

    boolean isExpired(long offset) {
        return offset < begin;
    }

    boolean isWaiting(long offset) {
        return offset >= committed;
    }

    /** False when it has a trace already. */
    boolean trace(long offset, ReconcileTrace trace) {
        if ((get(offset) & TRACE) != 0) {
            return false;
        }
        add(offset, trace.ordinal() + 1);
        return true;
    }

    /** False when it has a dead letter already. */
    boolean letter(long offset) {
        boolean first = !hasLetter(offset);
        add(offset, LETTER);
        return first;
    }

    void seen(long offset) {
        add(offset, SEEN);
    }

    Optional<ReconcileTrace> trace(long offset) {
        int trace = get(offset) & TRACE;
        return trace == 0 ? Optional.empty() : Optional.of(ReconcileTrace.values()[trace - 1]);
    }

    boolean hasLetter(long offset) {
        return (get(offset) & LETTER) != 0;
    }

    /** Offsets from there on that were spoken of and never seen. */
    void unseen(long from, BiConsumer<Long, Optional<ReconcileTrace>> to) {
        for (long offset = Math.max(begin, from); offset < committed; offset++) {
            int mark = get(offset);
            if (mark != 0 && (mark & SEEN) == 0) {
                to.accept(offset, trace(offset));
            }
        }
    }

    private int get(long offset) {
        byte[] page = pages.get(page(offset));
        return page == null ? 0 : page[place(offset)];
    }

    private void add(long offset, int bits) {
        byte[] page = pages.computeIfAbsent(page(offset), number -> new byte[PAGE]);
        page[place(offset)] |= (byte) bits;
    }

    private long page(long offset) {
        return (offset - begin) >> PAGE_BITS;
    }

    private int place(long offset) {
        return (int) ((offset - begin) & (PAGE - 1));
    }
}
