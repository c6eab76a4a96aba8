package dev.actionbus.ledger.simulation;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
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
 * leaves nothing of it; timers live in memory and are made anew from the stored states. An executor
 * may live in the same process.
 */
final class ModelLedger {

    private static final ActionState NOBODY_ASKED = new ActionState.Absent();

    private final LedgerRules rules;
    private final ModelBus bus;
    private final VirtualClock clock;
    private final Optional<ModelExecutor> beside;
    private final Map<String, ActionState> stored = new HashMap<>();
    private LedgerMemory timers = new LedgerMemory();

    ModelLedger(
            LedgerRules rules, ModelBus bus, VirtualClock clock, Optional<ModelExecutor> beside) {
        this.beside = beside;
        this.rules = rules;
        this.bus = bus;
        this.clock = clock;
    }

    /** What is decided and not yet committed. */
    private static final class Transaction {
        final Map<String, ActionState> states = new HashMap<>();
        final List<Fact> facts = new ArrayList<>();
        final List<AttemptGranted> taken = new ArrayList<>();
    }

    /** How a transaction ends. */
    enum End {
        COMMITTED,
        /** The process dies before, with all that is in it. */
        DEAD,
        /** It is not committed, and the process lives on. */
        ABORTED,
        /** It is committed, and the process never hears of it. */
        UNHEARD
    }

    void read(int topic, int count, End end) {
        Transaction transaction = new Transaction();
        for (LedgerInput input : bus.peek(topic, count)) {
            decide(transaction, LedgerInput.actionId(input), input);
        }
        switch (end) {
            case DEAD -> die("before the commit");
            case ABORTED -> beginAnew("aborts");
            case COMMITTED -> {
                bus.commitRead(topic, count);
                commit(transaction);
                transaction.taken.forEach(this::begin);
            }
            case UNHEARD -> {
                bus.commitRead(topic, count);
                commit(transaction);
                beginAnew("never hears of its commit");
            }
        }
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
            die("in a timer, before the commit");
        } else {
            commit(transaction);
        }
        return true;
    }

    /** The process dies, and with it the executor beside. */
    void die(String when) {
        beside.ifPresent(ModelExecutor::crash);
        beginAnew("dies " + when);
    }

    private void beginAnew(String why) {
        bus.happened(new Fact.Fault("ledger " + why));
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
        Step step = offered(transaction, input, rules.step(before, input, now), now);
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
                case Step.Output.Revoke revoke ->
                        transaction.facts.add(new Fact.Revoked(revoke.record()));
                case Step.Output.Turn turn ->
                        throw new IllegalStateException("nobody gives turns: " + turn.record());
                case Step.Output.Request _, Step.Output.Command _ ->
                        throw new IllegalStateException("there are no runs");
            }
        }
    }

    private Step offered(Transaction transaction, LedgerInput input, Step step, Instant now) {
        boolean admission =
                input instanceof LedgerInput.Requested
                        && step.state() instanceof ActionState.Granted;
        if (!admission || beside.isEmpty()) {
            return step;
        }
        for (Step.Output output : step.outputs()) {
            if (output instanceof Step.Output.Grant(AttemptGranted task)) {
                Optional<AttemptStarted> start = beside.get().take(task);
                if (start.isPresent()) {
                    return taken(transaction, step, new Fact.Taken(task, start.get()), now);
                }
            }
        }
        return step;
    }

    private Step taken(Transaction transaction, Step admission, Fact.Taken taken, Instant now) {
        AttemptGranted task = taken.task();
        Step step = rules.claimedAtOnce(admission, taken.start(), now);
        step.outputs()
                .forEach(output -> {
                    if (output instanceof Step.Output.Event event) {
                        transaction.facts.add(new Fact.Wrote(event.record(), now));
                    }
                });
        transaction.facts.add(taken);
        Fact.Try of =
                new Fact.Try(
                        task.getActionId(),
                        task.getAttempt(),
                        taken.start().getRun().getExecutor());
        transaction.facts.add(new Fact.Heard(of, now));
        if (rules.claimsWaitForTheCommit()) {
            transaction.taken.add(task);
        } else {
            begin(task);
        }
        return new Step(step.state(), step.timer(), List.of());
    }

    private void begin(AttemptGranted task) {
        beside.orElseThrow().begin(task);
    }

    private void commit(Transaction transaction) {
        stored.putAll(transaction.states);
        transaction.facts.forEach(bus::happened);
    }
}
