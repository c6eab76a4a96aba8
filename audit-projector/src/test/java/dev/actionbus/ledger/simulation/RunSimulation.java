package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.RunBus;
import dev.actionbus.ledger.RunBus.Topic;
import dev.actionbus.ledger.RunTrial;
import dev.actionbus.ledger.Samples;
import dev.actionbus.wire.Translate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * One random graph from one seed, carried out while the ledger crashes, records come twice and in
 * any order of the topics; failed runs are resumed. The same seed is the same history.
 */
final class RunSimulation {

    private static final int MOVES = 4_000;

    private final SplittableRandom random;
    private final RunBus bus;
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Set<String> tolerated = new HashSet<>();
    private final Map<String, String> ended = new HashMap<>();
    private final Map<String, String> steps = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final List<SpecificRecord> said = new ArrayList<>();
    private final ActionRequested request;
    private int seen;
    private int resumed;

    private RunSimulation(long seed, RunBus bus) {
        random = new SplittableRandom(seed);
        this.bus = bus;
        request = RunTrial.request("run", RunTrial.snapshot(graph()), "{}");
    }

    /** What is wrong with the history of a seed, if anything is. */
    static Optional<String> run(long seed, RunBus bus) {
        try {
            new RunSimulation(seed, bus).play();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of("seed " + seed + ": " + e.getMessage());
        }
    }

    private void play() {
        bus.send(Topic.REQUESTS, request);
        for (int move = 0; move < MOVES; move++) {
            if (move() && isOver()) {
                if (bus.state(request.getActionId()) instanceof ActionState.Closed closed
                        && closed.past().remains().isPresent()
                        && resumed < 3) {
                    resume();
                } else {
                    return;
                }
            }
        }
        throw new AssertionError("I15: the run has not ended");
    }

    /** True: nothing is left to be read or done. */
    private boolean move() {
        List<Runnable> possible = new ArrayList<>();
        boolean crash = random.nextInt(12) == 0;
        for (Topic topic : Topic.values()) {
            if (bus.unread(topic) > 0) {
                possible.add(() -> bus.read(topic, crash));
            }
        }
        List<AttemptGranted> tasks = List.copyOf(bus.tasks().values());
        if (!tasks.isEmpty()) {
            possible.add(() -> perform(tasks.get(random.nextInt(tasks.size()))));
        }
        boolean idle = possible.isEmpty();
        if (idle) {
            bus.passes(Duration.ofSeconds(1));
            idle = !bus.fire(crash);
        } else {
            possible.get(random.nextInt(possible.size())).run();
            if (!said.isEmpty() && random.nextInt(10) == 0) {
                bus.send(Topic.REPORTS, said.get(random.nextInt(said.size())));
            }
            if (random.nextInt(20) == 0) {
                bus.send(Topic.REQUESTS, request);
            }
            bus.passes(Duration.ofMillis(random.nextInt(50)));
            var unused = bus.fire(crash);
        }
        check();
        return idle;
    }

    private void perform(AttemptGranted task) {
        bus.tasks().remove(task.getActionId());
        String id = task.getActionId();
        bus.send(Topic.REPORTS, Samples.started(id, task.getAttempt(), "e1"));
        SpecificRecord report =
                random.nextInt(8) == 0
                        ? Samples.failed(
                                id, task.getAttempt(), "e1", Samples.error("BAD_DATA", false))
                        : Samples.succeeded(id, task.getAttempt(), "e1", "{\"n\":1}");
        bus.send(Topic.REPORTS, report);
        said.add(report);
    }

    private void resume() {
        resumed++;
        ResumeRequested order =
                new ResumeRequested(
                        request.getActionId(),
                        "order-" + resumed,
                        "bob",
                        "mended",
                        null,
                        null,
                        bus.now());
        bus.send(Topic.CONTROL, order);
        bus.send(Topic.CONTROL, order);
    }

    private boolean isOver() {
        return bus.state(request.getActionId()) instanceof ActionState.Closed;
    }

    /** I16, of all that was written since the last time. */
    private void check() {
        for (; seen < bus.events().size(); seen++) {
            SpecificRecord event = bus.events().get(seen);
            if (event instanceof ActionAccepted it
                    && it.getRequest().getContext().getStep() != null) {
                accept(it.getRequest());
            }
            Translate.outcome(event)
                    .filter(it -> steps.containsKey(it.actionId().value()))
                    .ifPresent(it ->
                            ended.put(
                                    steps.get(it.actionId().value()),
                                    it.getClass().getSimpleName()));
        }
    }

    private void accept(ActionRequested step) {
        String name = step.getContext().getStep();
        if (!accepted.add(step.getActionId())) {
            throw new AssertionError("I1: " + name + " was accepted twice");
        }
        steps.put(step.getActionId(), name);
        for (String need : needs.getOrDefault(name, Set.of())) {
            String how = ended.get(need);
            boolean reached = "Completed".equals(how) || (how != null && tolerated.contains(need));
            if (!reached) {
                throw new AssertionError("I16: " + name + " began while " + need + " was " + how);
            }
        }
        ended.remove(name);
    }

    private String graph() {
        int count = 3 + random.nextInt(12);
        StringBuilder text = new StringBuilder("workflow: random\nversion: 1\nsteps:\n");
        for (int step = 0; step < count; step++) {
            Set<String> mine = new TreeSet<>();
            for (int need = random.nextInt(4); need > 0 && step > 0; need--) {
                mine.add("s" + random.nextInt(step));
            }
            String name = "s" + step;
            needs.put(name, mine);
            boolean goesOn = random.nextInt(3) == 0;
            if (goesOn) {
                tolerated.add(name);
            }
            text.append("  ")
                    .append(name)
                    .append(": {action: do-it, after: [")
                    .append(String.join(", ", mine))
                    .append("]")
                    .append(goesOn ? ", onFailure: continue" : "")
                    .append("}\n");
        }
        return text.toString();
    }
}
