package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryScheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What is known of one action, and what may happen to it next. */
final class Account {

    private static final int GRANTS_IN_MODE_ONCE = 5;

    private final String id;
    private final Duration lease;
    private final Set<String> stored = new HashSet<>();
    private final Map<Integer, AttemptStarted> claims = new HashMap<>();
    private final Set<Integer> calls = new HashSet<>();
    private final Map<Fact.Try, String> results = new HashMap<>();
    private @Nullable ActionAccepted accepted;
    private @Nullable SpecificRecord terminal;
    private int granted;
    private int given;
    private Instant lastSign = Instant.MIN;

    Account(String id, Duration lease) {
        this.id = id;
        this.lease = lease;
    }

    void submitted(ActionRequested request, boolean isStored) {
        if (isStored) {
            stored.add(request.getRequestId());
        }
    }

    void wrote(SpecificRecord event, Instant at) {
        if (event instanceof ActionAccepted first) {
            accepted(first);
            return;
        }
        if (event instanceof ControlIgnored) {
            return;
        }
        hold(accepted != null, Invariant.I1, "an event of an action that was not accepted", event);
        switch (event) {
            case ActionCompleted e -> {
                ended(e);
                completed(e);
            }
            case ActionFailed e -> ended(e);
            case ActionCancelled e -> ended(e);
            case OutcomeUnknown e -> {
                ended(e);
                silent(e.getAttempt(), lease.multipliedBy(2), at, e);
            }
            case AttemptLost e -> {
                open(e);
                silent(e.getAttempt(), lease, at, e);
                gaveUp(e.getAttempt(), e);
            }
            case RetryScheduled e -> {
                open(e);
                gaveUp(e.getAttempt(), e);
            }
            case ConflictRejected e -> conflict(e);
            case DuplicateObserved _, LateReport _, LateStart _ -> {}
            default -> open(event);
        }
    }

    void granted(AttemptGranted task) {
        ActionAccepted known = accepted;
        if (known == null) {
            throw violated(Invariant.I1, "granted, not accepted", task);
        }
        hold(
                task.getParams().equals(known.getRequest().getParams()),
                Invariant.I8,
                "granted with other params than accepted",
                task);
        hold(terminal == null, Invariant.I3, "granted after the end", task);
        hold(
                task.getAttempt() == granted + 1 && given == granted,
                Invariant.I6,
                "attempts granted: " + granted + ", lost or failed: " + given,
                task);
        granted++;
        hold(granted <= grantsAllowed(), Invariant.I4, "more grants than maxAttempts", task);
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
        hold(mode() == Mode.RETRY || calls.size() == 1, Invariant.I4, "mode once called twice", of);
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
        return accepted == null ? stored.isEmpty() : terminal != null;
    }

    void atEnd() {
        hold(accepted != null || stored.isEmpty(), Invariant.I1, "stored, never accepted", id);
        hold(accepted == null || terminal != null, Invariant.I2, "accepted, never ended", id);
    }

    private void accepted(ActionAccepted event) {
        hold(accepted == null, Invariant.I1, "accepted twice", event);
        hold(
                stored.contains(event.getRequest().getRequestId()),
                Invariant.I1,
                "accepted though it was not stored",
                event);
        accepted = event;
    }

    private void ended(SpecificRecord event) {
        hold(terminal == null, Invariant.I2, "ended twice", event);
        terminal = event;
    }

    private void completed(ActionCompleted e) {
        String executor = e.getRun() == null ? "" : e.getRun().getExecutor();
        String shown = results.get(new Fact.Try(id, e.getAttempt(), executor));
        hold(e.getResult().equals(shown), Invariant.I7, "its attempt returned " + shown, e);
    }

    private void conflict(ConflictRejected e) {
        boolean same =
                accepted != null
                        && accepted.getFingerprint().equals(e.getAcceptedFingerprint())
                        && !accepted.getFingerprint().equals(e.getFingerprint());
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
        hold(
                attempt == granted && !at.isBefore(lastSign.plus(allowed)),
                Invariant.LEASE,
                "given up at " + at + ", last sign at " + lastSign,
                event);
    }

    private void open(SpecificRecord event) {
        hold(terminal == null, Invariant.I3, "more than evidence after the end", event);
    }

    private boolean holdsClaim(Fact.Try of) {
        AttemptStarted claim = claims.get(of.attempt());
        return claim != null && claim.getRun().getExecutor().equals(of.executor());
    }

    /** The request's word, else the handler's, as its first start tells it. */
    private Mode mode() {
        if (accepted != null && accepted.getRequest().getMode() != null) {
            return accepted.getRequest().getMode();
        }
        return claims.isEmpty() ? Mode.RETRY : claims.values().iterator().next().getMode();
    }

    private int grantsAllowed() {
        if (mode() == Mode.ONCE) {
            return GRANTS_IN_MODE_ONCE;
        }
        if (accepted != null && accepted.getRequest().getRetry() != null) {
            return accepted.getRequest().getRetry().getMaxAttempts();
        }
        return claims.isEmpty() ? 1 : claims.values().iterator().next().getRetry().getMaxAttempts();
    }

    private void hold(boolean holds, Invariant invariant, String what, Object where) {
        if (!holds) {
            throw violated(invariant, what, where);
        }
    }

    private static Violation violated(Invariant invariant, String what, Object where) {
        return new Violation(invariant, what + ": " + where);
    }
}
