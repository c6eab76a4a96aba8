package dev.actionbus.ledger;

import dev.actionbus.action.ActionError;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.LedgerInput.Report;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An executor's word counts only for the current attempt, and only from whoever claimed it. */
final class JudgeReport {

    private final Duration lease;
    private final EndAction end;

    JudgeReport(Duration lease, EndAction end) {
        this.lease = lease;
        this.end = end;
    }

    Step step(ActionState state, Report report, Instant now) {
        return switch (state) {
            case Granted granted when granted.attempt() == report.attempt() ->
                    onGranted(granted, report, now);
            case Running running
                    when running.attempt() == report.attempt()
                            && running.claim().run().getExecutor().equals(report.executor()) ->
                    onRunning(running, report, now);
            case Open open -> KeepEvidence.late(open, open.attempt(), report, now);
            case ActionState.Closed closed ->
                    KeepEvidence.late(closed, closed.outcome().getAttempt(), report, now);
            case ActionState.Absent absent -> KeepEvidence.orphan(absent, report, now);
        };
    }

    private Step onGranted(Granted granted, Report report, Instant now) {
        return switch (report) {
            case LedgerInput.Started started -> {
                Claim claim = Claim.of(granted.action().request(), started.report());
                yield new Step(
                        granted.start(claim),
                        new Timer.At(Ledger.leaseEnd(lease, claim.mode(), now)),
                        List.of());
            }
            case LedgerInput.Heard _, LedgerInput.Succeeded _, LedgerInput.Failed _ ->
                    KeepEvidence.late(granted, granted.attempt() - 1, report, now);
        };
    }

    private Step onRunning(Running running, Report report, Instant now) {
        return switch (report) {
            case LedgerInput.Started _ ->
                    KeepEvidence.late(running, running.attempt(), report, now);
            case LedgerInput.Heard heard -> {
                Running next = running.hear(Optional.ofNullable(heard.report().getCheckpoint()));
                yield new Step(
                        next,
                        new Timer.At(Ledger.leaseEnd(lease, running.claim().mode(), now)),
                        running.claim().announced() ? List.of() : List.of(announce(running)));
            }
            case LedgerInput.Succeeded done -> end.completed(running, done.report(), now);
            case LedgerInput.Failed failed -> onFailure(running, failed.report(), now);
        };
    }

    private Step onFailure(Running running, AttemptFailed report, Instant now) {
        if (leftUnknown(running, report)) {
            return end.unknown(running, report.getError().getMessage(), now);
        }
        if (!another(running, report)) {
            return end.failed(running, report.getError(), now);
        }
        Instant due =
                now.plus(
                        Backoff.after(
                                running.attempt(), running.claim().retry(), report.getActionId()));
        return new Step(
                new Waiting(running.action(), running.attempt(), due, running.checkpoint()),
                new Timer.At(due),
                List.of(
                        new Output.Event(
                                new RetryScheduled(
                                        report.getActionId(),
                                        running.attempt(),
                                        running.claim().run(),
                                        report.getError(),
                                        due,
                                        now))));
    }

    /** The executor itself can not tell what its once-only handler did. */
    private static boolean leftUnknown(Running running, AttemptFailed report) {
        return running.claim().mode() == Mode.ONCE
                && report.getCalled()
                && report.getError().getCode().equals(ActionError.OUTCOME_UNKNOWN);
    }

    /** A once-only handler that was certainly not called may be given another chance. */
    private static boolean another(Running running, AttemptFailed report) {
        RetryPolicy retry = running.claim().retry();
        int allowed =
                switch (running.claim().mode()) {
                    case RETRY -> retry.getMaxAttempts();
                    case ONCE ->
                            report.getCalled()
                                    ? 1
                                    : dev.actionbus.action.RetryPolicy.DEFAULT.maxAttempts();
                };
        return report.getError().getRetryable()
                && !retry.getNonRetryable().contains(report.getError().getCode())
                && running.attempt() < allowed;
    }

    private static Output announce(Running running) {
        return new Output.Event(
                new AttemptStarted(
                        running.action().request().getActionId(),
                        running.attempt(),
                        running.claim().run(),
                        running.claim().mode(),
                        running.claim().retry()));
    }
}
