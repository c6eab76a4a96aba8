package dev.actionbus.ledger;

import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.ledger.ActionState.Begun;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Said;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.LedgerInput.Report;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.wire.CallbackToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An executor's word counts only for the current attempt, and only from whoever claimed it, or from
 * outside by the attempt's token, which has been checked. Of a suspended attempt anybody may tell
 * who can name it.
 */
final class JudgeReport {

    private final DueTimes due;
    private final EndAttempt endAttempt;
    private final EndAction end;

    JudgeReport(DueTimes due, EndAttempt endAttempt, EndAction end) {
        this.due = due;
        this.endAttempt = endAttempt;
        this.end = end;
    }

    Step step(ActionState state, Report report, Instant now) {
        return switch (state) {
            case Granted granted when granted.attempt() == report.attempt() ->
                    onGranted(granted, report, now);
            case Running running
                    when running.attempt() == report.attempt() && speaksFor(running, report) ->
                    onRunning(running, report, now);
            case Suspended suspended when suspended.attempt() == report.attempt() ->
                    onSuspended(suspended, report, now);
            case Open open -> KeepEvidence.late(open, open.attempt(), report, now);
            case Closed closed -> KeepEvidence.late(closed, attempt(closed), report, now);
            case Released released ->
                    KeepEvidence.late(released, attempt(released.closed()), report, now);
            case ActionState.Absent absent -> KeepEvidence.orphan(absent, report, now);
        };
    }

    /** Its executor, or somebody outside who is faster than the handler that told them. */
    private static boolean speaksFor(Running running, Report report) {
        return running.claim().run().getExecutor().equals(report.executor())
                || CallbackToken.REPORTER.equals(report.executor());
    }

    private Step onGranted(Granted granted, Report report, Instant now) {
        return switch (report) {
            case LedgerInput.Started started -> {
                Running running =
                        granted.start(Claim.of(granted.action().request(), started.report()));
                yield new Step(running, due.timer(running, now), List.of());
            }
            case LedgerInput.Heard _,
                    LedgerInput.Suspended _,
                    LedgerInput.Succeeded _,
                    LedgerInput.Failed _ ->
                    KeepEvidence.late(granted, granted.attempt() - 1, report, now);
        };
    }

    private Step onRunning(Running running, Report report, Instant now) {
        return switch (report) {
            case LedgerInput.Started _ ->
                    KeepEvidence.late(running, running.attempt(), report, now);
            case LedgerInput.Heard heard -> {
                Running next = running.hear(said(heard.report()), checkpoint(heard.report()));
                yield new Step(
                        next,
                        due.timer(next, now),
                        and(announced(running), progress(running, next, heard.report(), now)));
            }
            case LedgerInput.Suspended left -> {
                Suspended next = running.suspend(left.report().getUntil());
                yield new Step(
                        next,
                        due.timer(next, now),
                        and(announced(running), List.of(new Output.Event(left.report()))));
            }
            case LedgerInput.Succeeded done -> end.completed(running, done.report(), now);
            case LedgerInput.Failed failed -> endAttempt.failed(running, failed.report(), now);
        };
    }

    private Step onSuspended(Suspended suspended, Report report, Instant now) {
        return switch (report) {
            case LedgerInput.Started _, LedgerInput.Suspended _ ->
                    KeepEvidence.late(suspended, suspended.attempt(), report, now);
            case LedgerInput.Heard heard -> {
                Suspended next = suspended.hear(said(heard.report()), checkpoint(heard.report()));
                yield new Step(
                        next,
                        new Timer.Unchanged(),
                        progress(suspended, next, heard.report(), now));
            }
            case LedgerInput.Succeeded done -> end.completed(suspended, done.report(), now);
            case LedgerInput.Failed failed -> endAttempt.failed(suspended, failed.report(), now);
        };
    }

    /** Only what is new is told; a checkpoint may be long. */
    private static List<Output> progress(Begun before, Begun after, Heartbeat report, Instant now) {
        boolean moved = !after.checkpoint().equals(before.checkpoint());
        return !moved && after.claim().said().equals(before.claim().said())
                ? List.of()
                : List.of(
                        new Output.Event(
                                new AttemptProgressed(
                                        after.actionId(),
                                        after.attempt(),
                                        report.getProgress(),
                                        report.getMessage(),
                                        moved ? report.getCheckpoint() : null,
                                        now)));
    }

    private static Said said(Heartbeat report) {
        return new Said(
                Optional.ofNullable(report.getProgress()),
                Optional.ofNullable(report.getMessage()));
    }

    private static Optional<String> checkpoint(Heartbeat report) {
        return Optional.ofNullable(report.getCheckpoint());
    }

    private static int attempt(Closed closed) {
        return closed.outcome().getAttempt();
    }

    private static List<Output> announced(Running running) {
        return running.claim().announced()
                ? List.of()
                : List.of(
                        new Output.Event(
                                new AttemptStarted(
                                        running.actionId(),
                                        running.attempt(),
                                        running.claim().run(),
                                        running.claim().mode(),
                                        running.claim().retry())));
    }

    private static List<Output> and(List<Output> first, List<Output> then) {
        List<Output> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
