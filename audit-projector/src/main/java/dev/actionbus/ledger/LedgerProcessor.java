package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.Coordinates;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.ledger.run.StoredRuns;
import dev.actionbus.ledger.turn.LimitHome;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the ledger of one home partition: reads the state, lets it decide, writes the state and
 * what was decided, all in one Kafka transaction. Decides nothing itself but where a record
 * belongs.
 */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration TICK = Duration.ofMillis(1);
    private static final int DUE_AT_ONCE = 1000;

    private final LedgerTopology.Parts parts;
    private Timers timers = new Timers();
    private GroupCommit commits = new GroupCommit();
    private ProcessorContext<byte[], byte[]> context;
    private ActionStore actions;
    private LedgerOutbox outbox;
    private TurnDesk turns;
    private RunDesk runs;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    LedgerProcessor(LedgerTopology.Parts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        timers = new Timers(); // also when the task begins again after a failure
        commits = new GroupCommit();
        KeyValueStore<byte[], byte[]> store = context.getStateStore(ActionStore.NAME);
        actions = new ActionStore(store);
        outbox = new LedgerOutbox(context, parts.codec(), commits);
        turns = new TurnDesk(parts, context.taskId().partition(), store, outbox);
        turns.begin(now());
        runs = new RunDesk(parts.ledger(), new StoredRuns(store), actions::get);
        actions.forEachOpen((id, state) -> timers.apply(id, parts.ledger().revive(state, now())));
        var unused = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        long began = System.nanoTime();
        commits.arrived(context.currentSystemTimeMs());
        RecordMetadata where = context.recordMetadata().orElseThrow();
        Coordinates source = new Coordinates(where.topic(), where.partition(), where.offset());
        Decoded decoded = parts.codec().decode(message.value(), parts.allowedOn(where.topic()));
        switch (decoded) {
            case Decoded.Unreadable why ->
                    outbox.deadLetter(message, source, why.code(), why.detail(), now());
            case Decoded.Readable readable -> route(message, source, readable.value());
        }
        commits.worked(System.nanoTime() - began);
        commitIfDue();
    }

    private void route(Record<byte[], byte[]> message, Coordinates source, SpecificRecord value) {
        LedgerOutbox.Cause cause = new LedgerOutbox.Cause(LedgerOutbox.causedBy(source));
        switch (value) {
            case TurnAsked ask -> {
                if (isMine(message, source, ask.getLimit(), ask.getActionId())) {
                    turns.ask(ask, now());
                }
            }
            case TurnReturned back -> {
                if (isMine(message, source, back.getLimit(), back.getActionId())) {
                    turns.takeBack(back, now());
                }
            }
            default -> routeToAction(message, source, value, cause);
        }
        handOver(cause);
    }

    /** Whether a turn is decided here; else it was no ledger that sent the record. */
    private boolean isMine(
            Record<byte[], byte[]> message, Coordinates source, String limit, String actionId) {
        Optional<ActionId> id = parse(actionId);
        boolean mine =
                id.isPresent()
                        && LimitHome.of(limit, id.get(), parts.homes()) == source.getPartition()
                        && keyIs(message.key(), limit);
        if (!mine) {
            outbox.deadLetter(
                    message, source, "KEY_MISMATCH", "wrong key or partition for its limit", now());
        }
        return mine;
    }

    private void routeToAction(
            Record<byte[], byte[]> message,
            Coordinates source,
            SpecificRecord value,
            LedgerOutbox.Cause cause) {
        LedgerInput input = LedgerInput.of(value);
        String actionId = LedgerInput.actionId(input);
        Optional<ActionId> id = parse(actionId);
        if (id.isEmpty()) {
            outbox.deadLetter(
                    message, source, "ACTION_ID_INVALID", "the action id is not a UUIDv8", now());
            return;
        }
        int home = Placement.home(id.get(), parts.homes());
        if (home == source.getPartition() && keyIs(message.key(), actionId)) {
            decide(actionId, input, cause);
        } else if (input instanceof LedgerInput.Requested) {
            outbox.event(
                    new Misrouted(actionId, source, home, now()),
                    actionId,
                    LedgerOutbox.causedBy(source));
            outbox.rehome(actionId, message);
        } else {
            outbox.deadLetter(
                    message,
                    source,
                    "KEY_MISMATCH",
                    "wrong key or partition for its action",
                    now());
        }
    }

    private void decide(String actionId, LedgerInput input, LedgerOutbox.Cause cause) {
        Instant now = now();
        ActionState before = actions.get(actionId);
        Step step =
                runs.refusal(before, input, now)
                        .orElseGet(() -> {
                            Step own = turns.settle(parts.ledger().step(before, input, now), now);
                            return turns.settle(runs.settle(before, input, own, now), now);
                        });
        runs.hear(before, input, step);
        NearbyClaims nearby = parts.nearby();
        Optional<NearbyExecutor.Claim> claim =
                input instanceof LedgerInput.Requested ? nearby.claim(step) : Optional.empty();
        if (claim.isEmpty()) {
            write(actionId, before, step, cause);
        } else {
            Step claimed = parts.ledger().claimedAtOnce(step, claim.get().start(), now);
            nearby.carry(claim.get(), () -> write(actionId, before, claimed, cause));
        }
    }

    /**
     * Gives turns to the actions of this partition, and word of their steps to its runs, until
     * there is nobody to be told.
     */
    private void handOver(LedgerOutbox.Cause cause) {
        Optional<LedgerInput> next = following();
        while (next.isPresent()) {
            decide(LedgerInput.actionId(next.get()), next.get(), cause);
            next = following();
        }
    }

    private Optional<LedgerInput> following() {
        return runs.next().or(() -> turns.next().map(LedgerInput.TurnGiven::new));
    }

    private void write(String actionId, ActionState before, Step step, LedgerOutbox.Cause cause) {
        actions.put(actionId, before, step.state());
        timers.apply(actionId, step.timer());
        outbox.send(actionId, step.outputs(), cause);
    }

    private void tick() {
        commits.resumed(context.currentSystemTimeMs());
        fireTimers();
        lookAtLimits();
        commitIfDue();
    }

    private void commitIfDue() {
        if (commits.due(context.currentSystemTimeMs())) {
            context.commit();
        }
    }

    private void fireTimers() {
        for (int fired = 0; fired < DUE_AT_ONCE; fired++) {
            Optional<String> due = timers.takeDue(now());
            if (due.isEmpty()) {
                return;
            }
            LedgerOutbox.Cause cause = new LedgerOutbox.Cause("timer/" + now().toEpochMilli());
            decide(due.get(), new LedgerInput.TimerFired(), cause);
            handOver(cause);
        }
    }

    private void lookAtLimits() {
        LedgerOutbox.Cause cause =
                new LedgerOutbox.Cause("timer/" + now().toEpochMilli() + "/turn");
        for (int looked = 0; looked < DUE_AT_ONCE && turns.lookAtDue(now()); looked++) {
            handOver(cause);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private static Optional<ActionId> parse(String actionId) {
        try {
            return Optional.of(new ActionId(actionId));
        } catch (InvalidRequest e) {
            return Optional.empty();
        }
    }

    private static boolean keyIs(byte @Nullable [] key, String actionId) {
        return key != null && actionId.equals(new String(key, StandardCharsets.UTF_8));
    }
}
