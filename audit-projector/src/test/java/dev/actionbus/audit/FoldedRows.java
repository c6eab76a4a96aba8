package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.wire.RecordCodec;
import java.util.List;

/** A view folded in memory. */
public final class FoldedRows {

    private FoldedRows() {}

    /** Of the rows that these records come to. */
    public static RowDigest digest(RecordCodec codec, LogId log, List<EventRecord> events) {
        ViewSamples.MemoryRows rows = new ViewSamples.MemoryRows();
        ViewFold fold = new ViewFold(codec, log, rows);
        events.forEach(fold::add);
        RowDigest digest = new RowDigest();
        rows.rows.forEach(digest::add);
        return digest;
    }
}
