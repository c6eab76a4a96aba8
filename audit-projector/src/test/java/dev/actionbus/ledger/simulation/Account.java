package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RetryScheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What is known of one action, and what may happen to it next. */
final class Account {

    private static final int NONE = 0;

    private final String id;
    private final Duration lease;
    private final Map<String, ActionRequested> stored = new HashMap<>();
    private final Set<String> obeyed = new HashSet<>();
    private final Map<Integer, AttemptStarted> claims = new HashMap<>();
    private final Set<Integer> calls = new HashSet<>();
    private final Map<Fact.Try, String> results = new HashMap<>();
    private final List<AccountRound> rounds = new ArrayList<>();
    private int granted;
    private int given;
    private int owedRevocation = NONE;
    private Instant lastSign = Instant.MIN;

    Account(String id, Duration lease) {
        this.id = id;
        this.lease = lease;
    }

    void submitted(ActionRequested request, boolean isStored) {
        if (isStored) {
            stored.put(request.getRequestId(), request);
        }
    }

    void wrote(SpecificRecord event, Instant at) {
        if (event instanceof ControlIgnored) {
            return;
        }
        hold(
                owedRevocation == NONE,
                Invariant.REVOKED,
                "ended over an attempt, not revoked",
                event);
        if (event instanceof ActionAccepted accepted) {
            accepted(accepted);
            return;
        }
        hold(!rounds.isEmpty(), Invariant.I1, "an event of an action not accepted", event);
        switch (event) {
            case ActionCompleted e -> {
                ended(e);
                completed(e);
            }
            case ActionFailed e -> failed(e, at);
            case ActionCancelled e -> {
                owe();
                ended(e);
            }
            case OutcomeUnknown e -> {
                silent(e.getAttempt(), lease.multipliedBy(2), at, e);
                ended(e);
            }
            case AttemptLost e -> {
                open(e);
                hold(!last().isSuspended(), Invariant.LEASE, "lost while suspended", e);
                silent(e.getAttempt(), lease, at, e);
                gaveUp(e.getAttempt(), e);
            }
            case RetryScheduled e -> {
                open(e);
                if (e.getError().getCode().equals("CALLBACK_TIMEOUT")) {
                    silent(e.getAttempt(), lease, at, e);
                }
                gaveUp(e.getAttempt(), e);
            }
            case AttemptSuspended e -> {
                open(e);
                last().suspend(e.getUntil());
            }
            case ActionPaused e -> {
                open(e);
                given = granted;
                last().pause();
            }
            case RetryRequested e -> {
                open(e);
                obey(e.getRequestId(), e);
                last().retryNow();
            }
            case ActionRedriven e -> redriven(e);
            case KeyReleased e -> {
                obey(e.getRequestId(), e);
                hold(last().isEnded() && !last().isReleased(), Invariant.I2, "not to release", e);
                last().release();
            }
            case ConflictRejected e -> conflict(e);
            case DuplicateObserved _, LateReport _, LateStart _ -> {}
            default -> open(event);
        }
    }

    void granted(AttemptGranted task) {
        hold(!rounds.isEmpty(), Invariant.I1, "granted, not accepted", task);
        hold(
                task.getParams().equals(last().request().getParams()),
                Invariant.I8,
                "granted with other params than accepted",
                task);
        hold(!last().isEnded(), Invariant.I3, "granted after the end", task);
        hold(
                task.getAttempt() == granted + 1 && given == granted,
                Invariant.I6,
                "attempts granted: " + granted + ", lost or failed: " + given,
                task);
        last().whyNotNow(task, granted).ifPresent(why -> hold(false, Invariant.TIME, why, task));
        granted++;
        last().granted();
        hold(
                granted <= last().grantsAllowed(mode(), claims.values()),
                Invariant.I4,
                "more grants than allowed",
                task);
    }

    void revoked(AttemptRevoked order) {
        hold(order.getAttempt() == owedRevocation, Invariant.REVOKED, "revoked in vain", order);
        owedRevocation = NONE;
    }

    void claimed(AttemptStarted start) {
        hold(start.getAttempt() <= granted, Invariant.I5, "claimed, not granted", start);
        hold(
                claims.put(start.getAttempt(), start) == null,
                Invariant.I5,
                "one attempt claimed twice",
                start);
    }

    void called(Fact.Try of) {
        hold(holdsClaim(of), Invariant.I5, "called without a start", of);
        hold(calls.add(of.attempt()), Invariant.I4, "an attempt called twice", of);
        AccountRound round = roundOf(of.attempt());
        long inRound = calls.stream().filter(it -> roundOf(it) == round).count();
        hold(
                mode() == Mode.RETRY || inRound <= 1 + round.lifted(),
                Invariant.I4,
                "mode once called twice",
                of);
    }

    void returned(Fact.Try of, String result) {
        results.put(of, result);
    }

    void reported(Fact.Try of) {
        hold(holdsClaim(of), Invariant.I5, "a report without a start", of);
    }

    void heard(Fact.Try of, Instant at) {
        if (of.attempt() == granted && holdsClaim(of)) {
            lastSign = at;
        }
    }

    void restarted(Instant at) {
        lastSign = at;
    }

    boolean settled() {
        return rounds.isEmpty() ? stored.isEmpty() : last().isEnded();
    }

    boolean isPaused() {
        return !rounds.isEmpty() && !last().isEnded() && last().isPaused();
    }

    void atEnd() {
        hold(!rounds.isEmpty() || stored.isEmpty(), Invariant.I1, "stored, never accepted", id);
        hold(rounds.isEmpty() || last().isEnded(), Invariant.I2, "accepted, never ended", id);
        hold(owedRevocation == NONE, Invariant.REVOKED, "ended over an attempt, not revoked", id);
    }

    private void accepted(ActionAccepted event) {
        ActionRequested request = event.getRequest();
        boolean anew =
                !rounds.isEmpty()
                        && last().isReleased()
                        && !last().request().getRequestId().equals(request.getRequestId());
        hold(
                (rounds.isEmpty() || anew) && event.getRound() == rounds.size() + 1,
                Invariant.I1,
                "accepted twice",
                event);
        hold(
                request.equals(stored.get(request.getRequestId())),
                Invariant.I1,
                "accepted though it was not stored",
                event);
        begin(AccountRound.accepted(event, granted));
    }

    private void redriven(ActionRedriven event) {
        obey(event.getRequestId(), event);
        hold(last().isEnded(), Invariant.I2, "redriven, not ended", event);
        hold(
                !last().isCompleted() && !last().isReleased(),
                Invariant.I2,
                "redriven with a result, or after its key was released",
                event);
        hold(event.getRound() == rounds.size() + 1, Invariant.I2, "not the next round", event);
        begin(last().redriven(event.getAt(), granted));
    }

    private void begin(AccountRound round) {
        given = granted;
        rounds.add(round);
    }

    private void ended(SpecificRecord event) {
        hold(!last().isEnded(), Invariant.I2, "ended twice", event);
        last().end(event);
    }

    private void failed(ActionFailed event, Instant at) {
        String code = event.getError().getCode();
        if (code.equals("DEADLINE_EXCEEDED") || code.equals("START_TIMEOUT")) {
            last().whyNotOver(code, at).ifPresent(why -> hold(false, Invariant.TIME, why, event));
            owe();
        }
        ended(event);
    }

    /** Somebody may have the attempt over which the round ends. */
    private void owe() {
        if (!last().isEnded() && given < granted && !last().isSuspended()) {
            owedRevocation = granted;
        }
    }

    private void obey(String order, SpecificRecord event) {
        hold(obeyed.add(order), Invariant.ORDERS, "obeyed before", event);
    }

    private void completed(ActionCompleted e) {
        String executor = e.getRun() == null ? "" : e.getRun().getExecutor();
        String shown = results.get(new Fact.Try(id, e.getAttempt(), executor));
        hold(e.getResult().equals(shown), Invariant.I7, "its attempt returned " + shown, e);
    }

    private void conflict(ConflictRejected e) {
        boolean same =
                last().fingerprint().equals(e.getAcceptedFingerprint())
                        && !last().fingerprint().equals(e.getFingerprint());
        hold(same, Invariant.I8, "the fingerprint has changed", e);
    }

    private void gaveUp(int attempt, SpecificRecord event) {
        hold(
                attempt == granted && given < granted,
                Invariant.I6,
                "not the attempt that is running",
                event);
        given = attempt;
    }

    private void silent(int attempt, Duration allowed, Instant at, SpecificRecord event) {
        boolean silent =
                last().isSuspended()
                        ? last().isCallbackMissing(at)
                        : !at.isBefore(lastSign.plus(allowed));
        hold(
                attempt == granted && silent,
                Invariant.LEASE,
                "given up at " + at + ", last sign at " + lastSign,
                event);
    }

    private void open(SpecificRecord event) {
        hold(!last().isEnded(), Invariant.I3, "more than evidence after the end", event);
    }

    private boolean holdsClaim(Fact.Try of) {
        AttemptStarted claim = claims.get(of.attempt());
        return claim != null && claim.getRun().getExecutor().equals(of.executor());
    }

    private AccountRound last() {
        return rounds.getLast();
    }

    private AccountRound roundOf(int attempt) {
        return rounds.reversed().stream()
                .filter(round -> round.before() < attempt)
                .findFirst()
                .orElseThrow();
    }

    /** The request's word, else the handler's, as its first start tells it. */
    private Mode mode() {
        if (!rounds.isEmpty() && last().request().getMode() != null) {
            return last().request().getMode();
        }
        return claims.isEmpty() ? Mode.RETRY : claims.values().iterator().next().getMode();
    }

    private void hold(boolean holds, Invariant invariant, String what, Object where) {
        if (!holds) {
            throw new Violation(invariant, what + ": " + where);
        }
    }
}
