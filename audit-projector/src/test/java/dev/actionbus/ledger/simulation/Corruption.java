package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.ledger.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** One thing wrong in an otherwise good history; each finds its place, if there is one. */
enum Corruption {
    OUTCOME_DROPPED(Invariant.I2, drop(wrote(ActionCompleted.class))),
    OUTCOME_REPEATED(Invariant.I2, repeat(wrote(ActionCompleted.class))),
    ACCEPTANCE_DROPPED(Invariant.I1, drop(wrote(ActionAccepted.class))),
    ACCEPTANCE_REPEATED(Invariant.I1, repeat(wrote(ActionAccepted.class))),
    SUBMISSION_DROPPED(Invariant.I1, dropAllIf(Fact.Submitted.class, ActionAccepted.class)),
    LOSS_DROPPED(Invariant.I6, dropBefore(wrote(AttemptLost.class), grant(2))),
    FAILURE_DROPPED(Invariant.I6, dropBefore(wrote(RetryScheduled.class), grant(2))),
    LOSS_REPEATED(Invariant.I6, repeat(wrote(AttemptLost.class))),
    GRANT_REPEATED(Invariant.I6, repeat(Fact.Granted.class::isInstance)),
    ATTEMPTS_SWAPPED(Invariant.I6, swap(grant(1), grant(2))),
    GRANT_BEFORE_LOSS(Invariant.I6, swap(wrote(AttemptLost.class), grant(2))),
    CALL_REPEATED(Invariant.I4, repeat(Fact.Called.class::isInstance)),
    ATTEMPT_ADDED_BEYOND_THE_MAXIMUM(Invariant.I4, grantOnAndOn()),
    START_DROPPED(Invariant.I5, dropBefore(claimed(1), called(1))),
    START_REPEATED(Invariant.I5, repeat(Fact.Claimed.class::isInstance)),
    CALL_BEFORE_START(Invariant.I5, swap(claimed(1), called(1))),
    RESULT_CHANGED(
            Invariant.I7,
            replaceEvent(
                    ActionCompleted.class,
                    e -> Samples.with(e, new ActionCompleted(), "result", "{}"))),
    RESULT_OF_ANOTHER_ATTEMPT(
            Invariant.I7,
            replaceEvent(
                    ActionCompleted.class,
                    e -> Samples.with(e, new ActionCompleted(), "attempt", e.getAttempt() + 1))),
    RESULT_DROPPED(Invariant.I7, dropAllIf(Fact.Returned.class, ActionCompleted.class)),
    PARAMS_CHANGED(Invariant.I8, replace(Fact.Granted.class, Corruption::withOtherParams)),
    FINGERPRINT_CHANGED(
            Invariant.I8,
            replaceEvent(
                    ConflictRejected.class,
                    e ->
                            Samples.with(
                                    e,
                                    new ConflictRejected(),
                                    "acceptedFingerprint",
                                    e.getFingerprint()))),
    REVOCATION_DROPPED(Invariant.REVOKED, drop(Fact.Revoked.class::isInstance)),
    REVOCATION_REPEATED(Invariant.REVOKED, repeat(Fact.Revoked.class::isInstance)),
    ORDER_REPEATED(Invariant.ORDERS, repeat(wrote(KeyReleased.class))),
    REDRIVEN_BEFORE_THE_END(Invariant.I2, swap(Corruption::isOutcome, wrote(ActionRedriven.class))),
    ANOTHER_DEADLINE(
            Invariant.TIME,
            replace(
                    Fact.Granted.class,
                    f ->
                            new Fact.Granted(
                                    Samples.with(
                                            f.task(),
                                            new AttemptGranted(),
                                            "deadline",
                                            Samples.START)))),
    LOSS_TOO_EARLY(
            Invariant.LEASE,
            replace(
                    Fact.Wrote.class,
                    wrote(AttemptLost.class),
                    f -> new Fact.Wrote(f.event(), longAgo(f)))),
    UNKNOWN_WITHOUT_GRACE(
            Invariant.LEASE,
            replace(
                    Fact.Wrote.class,
                    wrote(OutcomeUnknown.class),
                    f -> new Fact.Wrote(f.event(), longAgo(f)))),
    RETRY_AFTER_THE_OUTCOME(Invariant.I3, againAfterTheOutcome(wrote(RetryScheduled.class)));

    private static final int MORE_THAN_ANY_MAXIMUM = 9;

    private final Invariant broken;
    private final Change change;

    Corruption(Invariant broken, Change change) {
        this.broken = broken;
        this.change = change;
    }

    /** Changes a copy; false when the history offers no place. */
    private interface Change {
        boolean applyTo(List<Fact> facts);
    }

    Invariant broken() {
        return broken;
    }

    Optional<List<Fact>> in(List<Fact> history) {
        List<Fact> changed = new ArrayList<>(history);
        return change.applyTo(changed) ? Optional.of(changed) : Optional.empty();
    }

    private static Change drop(Predicate<Fact> which) {
        return facts -> {
            int at = find(facts, which, 0);
            return at >= 0 && facts.remove(at) != null;
        };
    }

    private static Change repeat(Predicate<Fact> which) {
        return facts -> {
            int at = find(facts, which, 0);
            if (at >= 0) {
                facts.add(at, facts.get(at));
            }
            return at >= 0;
        };
    }

    private static Change dropBefore(Predicate<Fact> which, Predicate<Fact> later) {
        return facts -> {
            int at = find(facts, which, 0);
            boolean matters = at >= 0 && find(facts, later, at) >= 0;
            return matters && facts.remove(at) != null;
        };
    }

    private static Change dropAllIf(Class<? extends Fact> type, Class<?> event) {
        return facts -> find(facts, wrote(event), 0) >= 0 && facts.removeIf(type::isInstance);
    }

    private static Change swap(Predicate<Fact> first, Predicate<Fact> second) {
        return facts -> {
            int one = find(facts, first, 0);
            int other = one < 0 ? -1 : find(facts, second, one + 1);
            if (other >= 0) {
                facts.add(one, facts.remove(other));
            }
            return other >= 0;
        };
    }

    private static Change grantOnAndOn() {
        return facts -> {
            int first = find(facts, grant(1), 0);
            int at = find(facts, wrote(RetryScheduled.class), 0);
            if (at < 0 || first < 0) {
                return false;
            }
            AttemptGranted task = ((Fact.Granted) facts.get(first)).task();
            Fact.Wrote failure = (Fact.Wrote) facts.get(at);
            RetryScheduled event = (RetryScheduled) failure.event();
            List<Fact> more = new ArrayList<>();
            for (int n = event.getAttempt() + 1; n < MORE_THAN_ANY_MAXIMUM; n++) {
                more.add(new Fact.Granted(Samples.with(task, new AttemptGranted(), "attempt", n)));
                more.add(
                        new Fact.Wrote(
                                Samples.with(event, new RetryScheduled(), "attempt", n),
                                failure.at()));
            }
            return facts.addAll(at + 1, more);
        };
    }

    private static Change againAfterTheOutcome(Predicate<Fact> which) {
        return facts -> {
            int at = find(facts, which, 0);
            return at >= 0
                    && find(facts, Corruption::isOutcome, at) >= 0
                    && facts.add(facts.get(at));
        };
    }

    private static <F extends Fact> Change replace(Class<F> type, UnaryOperator<F> by) {
        return replace(type, type::isInstance, by);
    }

    private static <F extends Fact> Change replace(
            Class<F> type, Predicate<Fact> which, UnaryOperator<F> by) {
        return facts -> {
            int at = find(facts, which, 0);
            if (at >= 0) {
                facts.set(at, by.apply(type.cast(facts.get(at))));
            }
            return at >= 0;
        };
    }

    private static <E extends SpecificRecord> Change replaceEvent(
            Class<E> type, UnaryOperator<E> by) {
        return replace(
                Fact.Wrote.class,
                wrote(type),
                f -> new Fact.Wrote(by.apply(type.cast(f.event())), f.at()));
    }

    private static int find(List<Fact> facts, Predicate<Fact> which, int from) {
        return IntStream.range(from, facts.size())
                .filter(i -> which.test(facts.get(i)))
                .findFirst()
                .orElse(-1);
    }

    private static Predicate<Fact> wrote(Class<?> type) {
        return fact -> fact instanceof Fact.Wrote wrote && type.isInstance(wrote.event());
    }

    private static Predicate<Fact> grant(int attempt) {
        return fact ->
                fact instanceof Fact.Granted granted && granted.task().getAttempt() == attempt;
    }

    private static Predicate<Fact> claimed(int attempt) {
        return fact ->
                fact instanceof Fact.Claimed claimed && claimed.start().getAttempt() == attempt;
    }

    private static Predicate<Fact> called(int attempt) {
        return fact -> fact instanceof Fact.Called called && called.of().attempt() == attempt;
    }

    private static Instant longAgo(Fact.Wrote fact) {
        return fact.at().minus(Simulation.LEASE.multipliedBy(50));
    }

    private static boolean isOutcome(Fact fact) {
        return wrote(ActionCompleted.class)
                .or(wrote(ActionFailed.class))
                .or(wrote(ActionCancelled.class))
                .or(wrote(OutcomeUnknown.class))
                .test(fact);
    }

    private static Fact.Granted withOtherParams(Fact.Granted fact) {
        return new Fact.Granted(Samples.with(fact.task(), new AttemptGranted(), "params", "{}"));
    }
}
