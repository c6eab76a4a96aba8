package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What is known of one round of an action. */
final class AccountRound {

    private static final int GRANTS_IN_MODE_ONCE = 5;

    private final ActionRequested request;
    private final String fingerprint;
    private final Instant begunAt;
    private final int before;
    private final boolean redriven;
    private int lifted;
    private boolean ordered;
    private boolean paused;
    private boolean released;
    private @Nullable Instant suspendedUntil;
    private @Nullable SpecificRecord terminal;

    private AccountRound(
            ActionRequested request,
            String fingerprint,
            Instant begunAt,
            int before,
            boolean redriven) {
        this.request = request;
        this.fingerprint = fingerprint;
        this.begunAt = begunAt;
        this.before = before;
        this.redriven = redriven;
        this.ordered = redriven;
    }

    static AccountRound accepted(ActionAccepted event, int attempts) {
        return new AccountRound(
                event.getRequest(), event.getFingerprint(), event.getAt(), attempts, false);
    }

    AccountRound redriven(Instant at, int attempts) {
        return new AccountRound(request, fingerprint, at, attempts, true);
    }

    ActionRequested request() {
        return request;
    }

    String fingerprint() {
        return fingerprint;
    }

    /** Attempts of earlier rounds. */
    int before() {
        return before;
    }

    int lifted() {
        return lifted;
    }

    void end(SpecificRecord event) {
        terminal = event;
    }

    boolean isEnded() {
        return terminal != null;
    }

    boolean isCompleted() {
        return terminal instanceof ActionCompleted;
    }

    void release() {
        released = true;
    }

    boolean isReleased() {
        return released;
    }

    void suspend(Instant until) {
        suspendedUntil = until;
    }

    boolean isSuspended() {
        return suspendedUntil != null;
    }

    boolean isCallbackMissing(Instant at) {
        return suspendedUntil != null && !at.isBefore(suspendedUntil);
    }

    void pause() {
        paused = true;
    }

    boolean isPaused() {
        return paused;
    }

    /** One more attempt of a paused action; the next one, sooner, of another. */
    void retryNow() {
        lifted += paused ? 1 : 0;
        paused = false;
        ordered = true;
    }

    void granted() {
        suspendedUntil = null;
        ordered = false;
    }

    int grantsAllowed(Mode mode, Collection<AttemptStarted> claims) {
        int allowed;
        if (mode == Mode.ONCE) {
            allowed = GRANTS_IN_MODE_ONCE;
        } else if (request.getRetry() != null) {
            allowed = request.getRetry().getMaxAttempts();
        } else {
            allowed = claims.isEmpty() ? 1 : claims.iterator().next().getRetry().getMaxAttempts();
        }
        return before + lifted + allowed;
    }

    /**
     * Why an attempt must not be granted now.
     *
     * @param granted attempts granted so far
     */
    Optional<String> whyNotNow(AttemptGranted task, int granted) {
        Instant now = task.getAt();
        boolean first = granted == before;
        if (isOver(bound(Timing::getDeadline), now)) {
            return Optional.of("granted behind its deadline");
        }
        if (first && isOver(bound(Timing::getStartBy), now)) {
            return Optional.of("begins too late");
        }
        if (first && !ordered && now.isBefore(time(Timing::getRunAt).orElse(now))) {
            return Optional.of("begins too early");
        }
        if (!first && !ordered && isOver(lastGrant(), now)) {
            return Optional.of("granted behind the total timeout");
        }
        return Objects.equals(task.getDeadline(), bound(Timing::getDeadline).orElse(null))
                ? Optional.empty()
                : Optional.of("granted with another deadline");
    }

    /** Why a round must not end for time now. */
    Optional<String> whyNotOver(String code, Instant now) {
        Optional<Instant> end =
                bound(code.equals("START_TIMEOUT") ? Timing::getStartBy : Timing::getDeadline);
        return isOver(end, now) ? Optional.empty() : Optional.of("ended before " + end);
    }

    private Optional<Instant> lastGrant() {
        return Optional.ofNullable(request.getRetry())
                .map(RetryPolicy::getTotalTimeoutMillis)
                .map(Duration::ofMillis)
                .map(begunAt::plus);
    }

    private Optional<Instant> time(Function<Timing, @Nullable Instant> which) {
        return Optional.ofNullable(request.getTiming()).map(which);
    }

    /** A time that had passed when the action was put back does not count. */
    private Optional<Instant> bound(Function<Timing, @Nullable Instant> which) {
        return time(which).filter(it -> !redriven || it.isAfter(begunAt));
    }

    private static boolean isOver(Optional<Instant> end, Instant now) {
        return end.map(it -> !now.isBefore(it)).orElse(false);
    }
}
