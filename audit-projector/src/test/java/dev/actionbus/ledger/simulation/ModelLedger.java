package dev.actionbus.ledger.simulation;

import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.LedgerMemory;
import dev.actionbus.ledger.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger's process: reads, decides and writes in one transaction. A crash before the commit
 * leaves nothing of it; timers live in memory and are made anew from the stored states.
 */
final class ModelLedger {

    private static final ActionState NOBODY_ASKED = new ActionState.Absent();

    private final LedgerRules rules;
    private final ModelBus bus;
    private final VirtualClock clock;
    private final Map<String, ActionState> stored = new HashMap<>();
    private LedgerMemory timers = new LedgerMemory();

    ModelLedger(LedgerRules rules, ModelBus bus, VirtualClock clock) {
        this.rules = rules;
        this.bus = bus;
        this.clock = clock;
    }

    /** What is decided and not yet committed. */
    private static final class Transaction {
        final Map<String, ActionState> states = new HashMap<>();
        final List<Fact> facts = new ArrayList<>();
    }

    void read(int topic, int count, boolean crashes) {
        Transaction transaction = new Transaction();
        for (LedgerInput input : bus.peek(topic, count)) {
            decide(transaction, actionId(input), input);
        }
        if (crashes) {
            crash("before the commit");
            return;
        }
        bus.commitRead(topic, count);
        commit(transaction);
    }

    /** Whether any timer was due. */
    boolean fireTimers(boolean crashes) {
        Transaction transaction = new Transaction();
        Optional<String> due = timers.takeDue(clock.ledger());
        if (due.isEmpty()) {
            return false;
        }
        for (; due.isPresent(); due = timers.takeDue(clock.ledger())) {
            decide(transaction, due.get(), new LedgerInput.TimerFired());
        }
        if (crashes) {
            crash("in a timer, before the commit");
        } else {
            commit(transaction);
        }
        return true;
    }

    void crash(String where) {
        bus.happened(new Fact.Fault("ledger crashes " + where));
        timers = new LedgerMemory();
        Instant now = clock.ledger();
        stored.replaceAll((id, state) -> LedgerMemory.storedAndRead(state));
        stored.forEach((id, state) -> {
            if (state instanceof ActionState.Open open) {
                timers.apply(id, rules.revive(open, now));
            }
        });
        bus.happened(new Fact.Restarted(now));
    }

    private void decide(Transaction transaction, String actionId, LedgerInput input) {
        Instant now = clock.ledger();
        ActionState before = transaction.states.get(actionId);
        if (before == null) {
            before = stored.getOrDefault(actionId, NOBODY_ASKED);
        }
        Step step = rules.step(before, input, now);
        transaction.states.put(actionId, step.state());
        timers.apply(actionId, step.timer());
        if (input instanceof LedgerInput.Started || input instanceof LedgerInput.Heard) {
            LedgerInput.Report report = (LedgerInput.Report) input;
            Fact.Try of = new Fact.Try(actionId, report.attempt(), report.executor());
            transaction.facts.add(new Fact.Heard(of, now));
        }
        for (Step.Output output : step.outputs()) {
            switch (output) {
                case Step.Output.Event event ->
                        transaction.facts.add(new Fact.Wrote(event.record(), now));
                case Step.Output.Grant grant ->
                        transaction.facts.add(new Fact.Granted(grant.record()));
            }
        }
    }

    private void commit(Transaction transaction) {
        stored.putAll(transaction.states);
        transaction.facts.forEach(bus::happened);
    }

    private static String actionId(LedgerInput input) {
        return switch (input) {
            case LedgerInput.Requested asked -> asked.request().getActionId();
            case LedgerInput.CancelAsked asked -> asked.request().getActionId();
            case LedgerInput.Report report -> report.actionId();
            case LedgerInput.TimerFired _ -> throw new IllegalStateException("is not a record");
        };
    }
}
