package dev.actionbus.audit;

import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.Run;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import dev.actionbus.state.Awaits;
import dev.actionbus.state.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of an action's progress. */
record HistoryStep(ActionProgress before) {

    /** Older attempts than these are only in the event log. */
    private static final int ATTEMPTS_KEPT = 100;

    private static final Set<String> OPEN = Set.of("GRANTED", "RUNNING", "SUSPENDED");

    ActionProgress to(ActionStatus status, @Nullable Awaits awaits) {
        return new ActionProgress(
                status,
                before.getAttempts(),
                before.getOutcome(),
                before.getRound(),
                awaits,
                before.getSaid(),
                before.getReleased());
    }

    ActionProgress end(ActionStatus status, Outcome outcome) {
        return new ActionProgress(
                status,
                before.getAttempts(),
                outcome,
                before.getRound(),
                null,
                before.getSaid(),
                before.getReleased());
    }

    /** The next attempt has said nothing of itself yet. */
    ActionProgress granted(int attempt, Instant at) {
        return new ActionProgress(
                attempt == 1 ? ActionStatus.ADMITTED : ActionStatus.WAITING,
                and(before.getAttempts(), new AttemptView(attempt, null, "GRANTED", null, at)),
                before.getOutcome(),
                before.getRound(),
                null,
                null,
                before.getReleased());
    }

    ActionProgress said(AttemptProgressed event) {
        if (event.getProgress() == null && event.getMessage() == null) {
            return before;
        }
        Said last = before.getSaid();
        return new ActionProgress(
                before.getStatus(),
                before.getAttempts(),
                before.getOutcome(),
                before.getRound(),
                before.getAwaits(),
                new Said(
                        event.getProgress() == null && last != null
                                ? last.getProgress()
                                : event.getProgress(),
                        event.getMessage() == null && last != null
                                ? last.getMessage()
                                : event.getMessage(),
                        event.getAt()),
                before.getReleased());
    }

    ActionProgress redriven(int round) {
        return new ActionProgress(
                ActionStatus.WAITING,
                before.getAttempts(),
                null,
                round,
                null,
                before.getSaid(),
                false);
    }

    ActionProgress released() {
        return new ActionProgress(
                before.getStatus(),
                before.getAttempts(),
                before.getOutcome(),
                before.getRound(),
                before.getAwaits(),
                before.getSaid(),
                true);
    }

    /** News of an attempt that goes on. */
    HistoryStep attempt(
            int attempt, @Nullable Run run, String ending, @Nullable ErrorDetail error) {
        AttemptView last = last();
        Instant since = last == null ? Instant.EPOCH : last.getAt();
        return with(
                new AttemptView(
                        attempt,
                        run == null && last != null ? last.getRun() : run,
                        ending,
                        error,
                        since));
    }

    /** How an attempt ended; one that had ended before keeps its own ending. */
    HistoryStep ended(
            int attempt,
            @Nullable Run run,
            String ending,
            @Nullable ErrorDetail error,
            Instant at) {
        AttemptView last = last();
        if (last == null || last.getAttempt() != attempt || !OPEN.contains(last.getEnding())) {
            return this;
        }
        return with(new AttemptView(attempt, run == null ? last.getRun() : run, ending, error, at));
    }

    /** The newest word about an attempt takes the place of the older one. */
    static List<AttemptView> and(List<AttemptView> attempts, AttemptView newest) {
        List<AttemptView> all = new ArrayList<>(attempts);
        if (!all.isEmpty() && all.getLast().getAttempt() == newest.getAttempt()) {
            all.removeLast();
        }
        all.add(newest);
        return all.size() > ATTEMPTS_KEPT ? all.subList(1, all.size()) : all;
    }

    private HistoryStep with(AttemptView attempt) {
        return new HistoryStep(
                new ActionProgress(
                        before.getStatus(),
                        and(before.getAttempts(), attempt),
                        before.getOutcome(),
                        before.getRound(),
                        before.getAwaits(),
                        before.getSaid(),
                        before.getReleased()));
    }

    private @Nullable AttemptView last() {
        return before.getAttempts().isEmpty() ? null : before.getAttempts().getLast();
    }
}
