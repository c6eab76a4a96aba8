package dev.actionbus.ledger.simulation;

import dev.actionbus.event.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One history from one seed: some thirty moves with faults, then quiet in which everything must
 * come to its end; half of them go on from there, with orders and more faults. The same seed is the
 * same history.
 */
final class Simulation {

    static final Duration LEASE = Duration.ofSeconds(10);

    private static final int MOVES = 24;
    private static final int EXECUTORS = 2;
    private static final int QUIET_ROUNDS = 500;
    private static final Pattern NOISE =
            Pattern.compile(
                    "\"(context|intent|retry|timing)\": \\{[^{}]*(\\{[^{}]*})?[^{}]*}(, )?"
                            + "|\"(in|out)puts\": \\[], ");

    private final SplittableRandom random;
    private final VirtualClock clock = new VirtualClock();
    private final ModelBus bus = new ModelBus(LEASE);
    private final ModelLedger ledger;
    private final ModelClients clients;
    private final List<ModelExecutor> executors;
    private final int faults;
    private int steps;

    private Simulation(LedgerRules rules, long seed) {
        random = new SplittableRandom(seed);
        clients = new ModelClients(bus, random);
        Mode mode = random.nextInt(3) == 0 ? Mode.ONCE : Mode.RETRY;
        executors =
                IntStream.range(0, EXECUTORS)
                        .mapToObj(n ->
                                new ModelExecutor(
                                        new ModelExecutor.Identity(n, mode), bus, clock, random))
                        .toList();
        Optional<ModelExecutor> beside =
                random.nextBoolean() ? Optional.of(executors.getFirst()) : Optional.empty();
        ledger = new ModelLedger(rules, bus, clock, beside);
        faults = random.nextInt(1 << Fault.values().length);
        IntStream.range(0, ModelBus.TASK_PARTITIONS)
                .forEach(p -> bus.tasks(p).assign(p % EXECUTORS));
    }

    /** What may go wrong; each history draws which of these do. */
    private enum Fault {
        LEDGER_CRASH,
        EXECUTOR_CRASH,
        FREEZE,
        REBALANCE,
        CLOCK_JUMP,
        CANCEL
    }

    /**
     * What came of one seed.
     *
     * @param facts everything that happened
     */
    record Result(long seed, int steps, List<Fact> facts, Optional<Violation> violation) {

        String trace() {
            StringBuilder text = new StringBuilder("seed " + seed + "\n");
            facts.forEach(fact -> text.append("  ").append(fact).append('\n'));
            violation.ifPresent(v -> text.append(v.getMessage()));
            return NOISE.matcher(text).replaceAll("");
        }
    }

    static Result run(LedgerRules rules, long seed) {
        Simulation simulation = new Simulation(rules, seed);
        Optional<Violation> violation = Optional.empty();
        try {
            simulation.play();
        } catch (Violation e) {
            violation = Optional.of(e);
        }
        return new Result(seed, simulation.steps, simulation.bus.facts(), violation);
    }

    private void play() {
        clients.submit();
        for (int move = 0; move < MOVES; move++) {
            move();
            steps++;
        }
        while (random.nextInt(2) == 0) {
            goOn();
        }
        settle();
        bus.checker().atEnd();
    }

    /** What is far on may fail as well; what has ended may begin again. */
    private void goOn() {
        if (random.nextInt(3) == 0) {
            settle();
        } else {
            var unused = moveAll();
            clock.advance(random.nextLong(LEASE.toMillis() / 2));
        }
        for (int move = 0; move < MOVES / 3; move++) {
            if (move % 4 == 0) {
                clients.order();
            }
            move();
            steps++;
        }
    }

    private void move() {
        int die = random.nextInt(100);
        if (die < 6) {
            clients.submit();
        } else if (die < 8) {
            clients.order();
        } else if (die < 10) {
            clients.retry();
        } else if (die < 11) {
            clients.callBack();
        } else if (die < 45) {
            readSomething();
        } else if (die < 52) {
            ledger.fireTimers(on(Fault.LEDGER_CRASH) && random.nextInt(4) == 0);
        } else if (die < 80) {
            someExecutor().act();
        } else if (die < 90) {
            clock.advance(1 + random.nextLong(LEASE.toMillis() / 2));
        } else {
            goWrong();
        }
    }

    private void readSomething() {
        int start = random.nextInt(ModelBus.INPUTS);
        for (int i = 0; i < ModelBus.INPUTS; i++) {
            int topic = (start + i) % ModelBus.INPUTS;
            int unread = bus.unread(topic);
            if (unread > 0) {
                ledger.read(topic, 1 + random.nextInt(Math.min(3, unread)), someEnd());
                return;
            }
        }
    }

    private ModelLedger.End someEnd() {
        boolean bad = on(Fault.LEDGER_CRASH) && random.nextInt(6) == 0;
        ModelLedger.End[] ends = ModelLedger.End.values();
        return bad ? ends[1 + random.nextInt(ends.length - 1)] : ModelLedger.End.COMMITTED;
    }

    private void goWrong() {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        if (!on(fault)) {
            clock.advance(1 + random.nextLong(LEASE.toMillis()));
            return;
        }
        switch (fault) {
            case LEDGER_CRASH -> ledger.die("after a commit");
            case EXECUTOR_CRASH -> someExecutor().crash();
            case FREEZE -> someExecutor().freeze(random.nextLong(3 * LEASE.toMillis()));
            case REBALANCE -> rebalance();
            case CLOCK_JUMP -> {
                long jump = random.nextLong(-3 * LEASE.toMillis(), 3 * LEASE.toMillis());
                bus.happened(new Fact.Fault("the ledger's clock jumps by " + jump + " ms"));
                clock.jumpLedger(jump);
            }
            case CANCEL -> clients.cancel();
        }
    }

    private void rebalance() {
        int partition = random.nextInt(ModelBus.TASK_PARTITIONS);
        int owner = random.nextInt(EXECUTORS);
        bus.happened(new Fact.Fault("tasks " + partition + " go to executor-" + owner));
        bus.tasks(partition).assign(owner);
    }

    /** No more faults: whatever is under way must end. */
    private void settle() {
        executors.forEach(ModelExecutor::thaw);
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            boolean moved = moveAll();
            if (bus.allRead() && bus.checker().quiet()) {
                return;
            }
            clock.advance(moved ? LEASE.toMillis() / 4 : LEASE.toMillis());
        }
        throw new Violation(Invariant.I15, "still open after " + QUIET_ROUNDS + " rounds of quiet");
    }

    private boolean moveAll() {
        boolean moved = false;
        while (clients.retry() || (random.nextInt(3) == 0 && clients.callBack())) {
            moved = true;
        }
        moved |= clients.attendToPaused();
        for (int topic = 0; topic < ModelBus.INPUTS; topic++) {
            while (bus.unread(topic) > 0) {
                ledger.read(topic, 1, ModelLedger.End.COMMITTED);
                steps++;
                moved = true;
            }
        }
        moved |= ledger.fireTimers(false);
        for (ModelExecutor executor : executors) {
            if (executor.actUntilIdle()) {
                steps++;
                moved = true;
            }
        }
        return moved;
    }

    private ModelExecutor someExecutor() {
        return executors.get(random.nextInt(EXECUTORS));
    }

    private boolean on(Fault fault) {
        return (faults & (1 << fault.ordinal())) != 0;
    }
}
