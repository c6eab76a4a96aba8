package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Holds facts against the invariants, knowing nothing of how the ledger decides. */
final class Checker {

    private final Duration lease;
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    Checker(Duration lease) {
        this.lease = lease;
    }

    /** Throws {@link Violation} unless a whole history, ended by quiet, keeps every invariant. */
    static void check(List<Fact> history, Duration lease) {
        Checker checker = new Checker(lease);
        history.forEach(checker::see);
        checker.atEnd();
    }

    void see(Fact fact) {
        switch (fact) {
            case Fact.Submitted f ->
                    account(f.request().getActionId()).submitted(f.request(), f.stored());
            case Fact.Wrote f -> account(actionId(f.event())).wrote(f.event(), f.at());
            case Fact.Granted f -> account(f.task().getActionId()).granted(f.task());
            case Fact.Revoked f -> account(f.order().getActionId()).revoked(f.order());
            case Fact.Claimed f -> account(f.start().getActionId()).claimed(f.start());
            case Fact.Taken f -> {
                account(f.task().getActionId()).granted(f.task());
                account(f.start().getActionId()).claimed(f.start());
            }
            case Fact.Called f -> account(f.of().actionId()).called(f.of());
            case Fact.Returned f -> account(f.of().actionId()).returned(f.of(), f.result());
            case Fact.Reported f -> account(f.of().actionId()).reported(f.of());
            case Fact.Heard f -> account(f.of().actionId()).heard(f.of(), f.at());
            case Fact.Restarted f -> accounts.values().forEach(a -> a.restarted(f.at()));
            case Fact.Fault _ -> {}
        }
    }

    /** Whether every accepted action has ended. */
    boolean quiet() {
        return accounts.values().stream().allMatch(Account::settled);
    }

    /** Actions that wait for an operator. */
    List<String> paused() {
        return accounts.entrySet().stream()
                .filter(it -> it.getValue().isPaused())
                .map(Map.Entry::getKey)
                .toList();
    }

    void atEnd() {
        accounts.values().forEach(Account::atEnd);
    }

    private Account account(String actionId) {
        return accounts.computeIfAbsent(actionId, id -> new Account(id, lease));
    }

    /** The action that a fact is about, if it is about one. */
    static Optional<String> subject(Fact fact) {
        return switch (fact) {
            case Fact.Submitted f -> Optional.of(f.request().getActionId());
            case Fact.Wrote f -> Optional.of(actionId(f.event()));
            case Fact.Granted f -> Optional.of(f.task().getActionId());
            case Fact.Revoked f -> Optional.of(f.order().getActionId());
            case Fact.Claimed f -> Optional.of(f.start().getActionId());
            case Fact.Taken f -> Optional.of(f.start().getActionId());
            case Fact.Called f -> Optional.of(f.of().actionId());
            case Fact.Returned f -> Optional.of(f.of().actionId());
            case Fact.Reported f -> Optional.of(f.of().actionId());
            case Fact.Heard f -> Optional.of(f.of().actionId());
            case Fact.Restarted _, Fact.Fault _ -> Optional.empty();
        };
    }

    private static String actionId(SpecificRecord event) {
        return event instanceof ActionAccepted accepted
                ? accepted.getRequest().getActionId()
                : event.get(event.getSchema().getField("actionId").pos()).toString();
    }
}
