package dev.actionbus.client;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.wire.Translate;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What the ledger made of a report that came from outside. */
public sealed interface ReportFate {

    /**
     * The report ended the action.
     *
     * @param outcome as recorded
     */
    record Ended(ActionOutcome outcome) implements ReportFate {}

    /**
     * The report ended the attempt; the action goes on.
     *
     * @param status WAITING for another attempt, or PAUSED
     */
    record Taken(String status) implements ReportFate {}

    /**
     * The report is evidence and changes nothing: the attempt was over.
     *
     * @param currentAttempt the last one granted
     */
    record Late(int currentAttempt) implements ReportFate {}

    /** No action has this id. */
    record Orphan() implements ReportFate {}

    /** Reads the first event that the report caused. */
    static ReportFate of(SpecificRecord event) {
        Optional<ActionOutcome> outcome = Translate.outcome(event);
        if (outcome.isPresent()) {
            return new Ended(outcome.get());
        }
        if (event instanceof LateReport late) {
            return new Late(late.getCurrentAttempt());
        }
        if (event instanceof OrphanReport) {
            return new Orphan();
        }
        if (event instanceof ActionPaused) {
            return new Taken("PAUSED");
        }
        return new Taken(event instanceof RetryScheduled ? "WAITING" : "RUNNING");
    }
}
