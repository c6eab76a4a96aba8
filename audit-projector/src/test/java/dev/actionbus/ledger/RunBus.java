package dev.actionbus.ledger;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.ledger.run.RunRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * The ledger of one partition with its runs, and the topics it reads and writes. Each record is one
 * transaction, which may be lost with all it did; time stands still unless it is moved.
 */
public final class RunBus {

    /** A topic that the ledger reads. */
    public enum Topic {
        REQUESTS,
        REPORTS,
        CONTROL
    }

    private final Ledger ledger = new Ledger(Duration.ofMinutes(10));
    private final HeapRuns heap = new HeapRuns();
    private final RunRows rows;
    private final Map<String, ActionState> committed = new HashMap<>();
    private final Map<Topic, Deque<LedgerInput>> topics = new HashMap<>();
    private final Map<String, AttemptGranted> tasks = new LinkedHashMap<>();
    private final List<SpecificRecord> events = new ArrayList<>();
    private RunDesk desk;
    private Timers timers = new Timers();
    private Instant now = Samples.START;

    private Map<String, ActionState> changed = new HashMap<>();
    private List<Step.Output> outputs = new ArrayList<>();
    private boolean losesStatesOnly;

    public RunBus() {
        this(rows -> rows);
    }

    /**
     * @param bug what happens to the rows of runs on the way
     */
    public RunBus(UnaryOperator<RunRows> bug) {
        rows = bug.apply(heap);
        desk = new RunDesk(ledger, rows, this::state);
        for (Topic topic : Topic.values()) {
            topics.put(topic, new ArrayDeque<>());
        }
    }

    /** A bug: what is lost in a crash is not all of the transaction. */
    public void loseStatesOnly() {
        losesStatesOnly = true;
    }

    public Instant now() {
        return now;
    }

    public HeapRuns rows() {
        return heap;
    }

    public List<SpecificRecord> events() {
        return events;
    }

    /** Attempts that nobody has ended, by the action. */
    public Map<String, AttemptGranted> tasks() {
        return tasks;
    }

    public ActionState state(String actionId) {
        ActionState fresh = changed.get(actionId);
        return fresh != null ? fresh : committed.getOrDefault(actionId, new ActionState.Absent());
    }

    public void send(Topic topic, SpecificRecord record) {
        queue(topic).add(LedgerInput.of(record));
    }

    public int unread(Topic topic) {
        return queue(topic).size();
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    /** Reads one record; a crash before the commit leaves nothing of it. */
    public void read(Topic topic, boolean crash) {
        LedgerInput input = queue(topic).getFirst();
        decideAll(LedgerInput.actionId(input), input);
        if (crash) {
            crash();
        } else {
            queue(topic).removeFirst();
            commit();
        }
    }

    /** Fires one timer that is due; false: none is. */
    public boolean fire(boolean crash) {
        Optional<String> due = timers.takeDue(now);
        due.ifPresent(id -> {
            decideAll(id, new LedgerInput.TimerFired());
            if (crash) {
                crash();
            } else {
                commit();
            }
        });
        return due.isPresent();
    }

    /** Reads all there is, and what comes of it, without time passing but for what is due. */
    public void settle() {
        boolean moved = true;
        while (moved) {
            moved = fire(false);
            for (Topic topic : Topic.values()) {
                while (unread(topic) > 0) {
                    read(topic, false);
                    moved = true;
                }
            }
        }
    }

    /** Begins anew over what was stored. */
    public void crash() {
        changed = new HashMap<>();
        outputs = new ArrayList<>();
        if (!losesStatesOnly) {
            heap.takeBack();
        }
        desk = new RunDesk(ledger, rows, this::state);
        timers = new Timers();
        committed.replaceAll((id, state) -> LedgerMemory.storedAndRead(state));
        committed.forEach((id, state) -> {
            if (state instanceof ActionState.Open open) {
                timers.apply(id, ledger.revive(open, now));
            }
        });
    }

    private void decideAll(String actionId, LedgerInput input) {
        decide(actionId, input);
        for (Optional<LedgerInput> next = desk.next(); next.isPresent(); next = desk.next()) {
            decide(LedgerInput.actionId(next.get()), next.get());
        }
    }

    private void decide(String actionId, LedgerInput input) {
        ActionState before = state(actionId);
        Step step =
                desk.refusal(before, input, now)
                        .orElseGet(() ->
                                desk.settle(before, input, ledger.step(before, input, now), now));
        desk.hear(before, input, step);
        changed.put(actionId, step.state());
        timers.apply(actionId, step.timer());
        outputs.addAll(step.outputs());
    }

    private void commit() {
        committed.putAll(changed);
        heap.commit();
        for (Step.Output output : outputs) {
            switch (output) {
                case Step.Output.Event event -> events.add(event.record());
                case Step.Output.Grant grant ->
                        tasks.put(grant.record().getActionId(), grant.record());
                case Step.Output.Revoke revoke -> tasks.remove(revoke.record().getActionId());
                case Step.Output.Turn turn -> throw new IllegalStateException("turn " + turn);
                case Step.Output.Request request -> send(Topic.REQUESTS, request.record());
                case Step.Output.Command order -> send(Topic.CONTROL, order.record());
            }
        }
        changed = new HashMap<>();
        outputs = new ArrayList<>();
    }

    private Deque<LedgerInput> queue(Topic topic) {
        return Objects.requireNonNull(topics.get(topic));
    }
}
