package dev.actionbus.ledger.simulation;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Run;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An executor's process: polls, claims, calls, beats and reports, one of them at a time. A crash
 * takes what it holds in memory; a freeze only makes it late.
 */
final class ModelExecutor {

    private final int number;
    private final Mode handlersMode;
    private final ModelBus bus;
    private final VirtualClock clock;
    private final SplittableRandom random;
    private final List<ModelAttempt> attempts = new ArrayList<>();
    private Optional<Polled> polled = Optional.empty();
    private long frozenUntil;
    private int revocationsRead;

    /** A task that was read and is not yet claimed. */
    private record Polled(ModelBus.TaskPartition from, int generation, AttemptGranted task) {}

    /** Which process this is and whose handlers it runs. */
    record Identity(int number, Mode handlersMode) {}

    ModelExecutor(Identity identity, ModelBus bus, VirtualClock clock, SplittableRandom random) {
        number = identity.number();
        handlersMode = identity.handlersMode();
        this.bus = bus;
        this.clock = clock;
        this.random = random;
    }

    boolean frozen() {
        return clock.monotonic() < frozenUntil;
    }

    void freeze(long millis) {
        bus.happened(new Fact.Fault(name() + " freezes for " + millis + " ms"));
        frozenUntil = clock.monotonic() + millis;
    }

    void thaw() {
        frozenUntil = 0;
    }

    void crash() {
        bus.happened(new Fact.Fault(name() + " crashes"));
        polled = Optional.empty();
        attempts.clear();
        frozenUntil = 0;
    }

    /** Whether there was anything to do. */
    boolean act() {
        if (frozen()) {
            return false;
        }
        if (random.nextInt(4) == 0 && followRevocations()) {
            return true;
        }
        int turn = random.nextInt(2 + attempts.size());
        if (turn < 2) {
            return polled.isPresent() ? claim() : poll();
        }
        return go(attempts.get(turn - 2));
    }

    /** Does all there is to do now. */
    boolean actUntilIdle() {
        boolean acted = followRevocations();
        while (polled.isPresent() ? claim() : poll()) {
            acted = true;
        }
        for (ModelAttempt attempt : List.copyOf(attempts)) {
            while (!attempt.over() && go(attempt)) {
                acted = true;
            }
        }
        return acted;
    }

    private boolean followRevocations() {
        List<AttemptRevoked> news = bus.revocationsFrom(revocationsRead);
        revocationsRead += news.size();
        news.forEach(order -> attempts.forEach(attempt -> attempt.revoke(order)));
        return !news.isEmpty();
    }

    private boolean poll() {
        int start = random.nextInt(ModelBus.TASK_PARTITIONS);
        for (int i = 0; i < ModelBus.TASK_PARTITIONS; i++) {
            ModelBus.TaskPartition from = bus.tasks((start + i) % ModelBus.TASK_PARTITIONS);
            if (from.hasNextFor(number)) {
                polled = Optional.of(new Polled(from, from.generation(), from.next()));
                return true;
            }
        }
        return false;
    }

    private boolean claim() {
        Polled held = polled.orElseThrow();
        polled = Optional.empty();
        if (!held.from().commit(held.generation())) {
            bus.happened(new Fact.Fault(name() + " is refused its claim"));
            return true;
        }
        AttemptStarted start = start(held.task());
        bus.happened(new Fact.Claimed(start));
        bus.append(ModelBus.REPORTS, new LedgerInput.Started(start));
        begin(held.task());
        return true;
    }

    /** Whether it takes an attempt that a ledger in its process is about to grant. */
    Optional<AttemptStarted> take(AttemptGranted task) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(start(task));
    }

    /** The claim is committed. */
    void begin(AttemptGranted task) {
        Fact.Try of = new Fact.Try(task.getActionId(), task.getAttempt(), name());
        ModelAttempt attempt = new ModelAttempt(of, clock.monotonic(), task.getLeaseMillis());
        bus.revocationsFrom(0).subList(0, revocationsRead).forEach(attempt::revoke);
        attempts.add(attempt);
    }

    private AttemptStarted start(AttemptGranted task) {
        return new AttemptStarted(
                task.getActionId(),
                task.getAttempt(),
                new Run(name(), Samples.START.plusMillis(clock.monotonic())),
                handlersMode,
                Workload.HANDLERS_RETRY);
    }

    private boolean go(ModelAttempt attempt) {
        boolean moved = attempt.go(bus, clock, random);
        if (attempt.over()) {
            attempts.remove(attempt);
        }
        return moved;
    }

    private String name() {
        return "executor-" + number;
    }
}
