package dev.actionbus.ledger;

import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.ReportKind;
import dev.actionbus.ledger.LedgerInput.Report;
import java.time.Instant;

/** Words that change nothing any more, or never did, are kept on record. */
final class KeepEvidence {

    private KeepEvidence() {}

    static Step late(ActionState state, int currentAttempt, Report report, Instant now) {
        return Step.onRecord(
                state,
                report.kind() == ReportKind.STARTED
                        ? new LateStart(
                                report.actionId(),
                                report.attempt(),
                                currentAttempt,
                                report.executor(),
                                now)
                        : new LateReport(
                                report.actionId(),
                                report.attempt(),
                                currentAttempt,
                                report.executor(),
                                report.kind(),
                                report.payload().orElse(null),
                                now));
    }

    static Step orphan(ActionState.Absent state, Report report, Instant now) {
        return Step.onRecord(
                state,
                new OrphanReport(
                        report.actionId(),
                        report.attempt(),
                        report.executor(),
                        report.kind(),
                        now));
    }
}
