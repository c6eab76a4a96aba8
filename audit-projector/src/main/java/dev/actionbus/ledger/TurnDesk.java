package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.ledger.Step.Output;
import dev.actionbus.ledger.turn.LimitHome;
import dev.actionbus.ledger.turn.StoredTurns;
import dev.actionbus.ledger.turn.Turned;
import dev.actionbus.ledger.turn.Turnstile;
import dev.actionbus.wire.Placement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The turns that are decided in this partition. What an action here asks of a limit here is settled
 * at once, in the same transaction; only what comes from or goes to another partition is a record.
 */
final class TurnDesk {

    /** So many in one transaction; further ones come over the topic, to this partition too. */
    private static final int HANDED_AT_ONCE = 1000;

    private final LedgerTopology.Parts parts;
    private final int partition;
    private final LedgerOutbox outbox;
    private final Turnstile turnstile;
    private final Timers timers = new Timers();
    private final Deque<TurnGiven> handed = new ArrayDeque<>();
    private int handedSoFar;

    TurnDesk(
            LedgerTopology.Parts parts,
            int partition,
            KeyValueStore<byte[], byte[]> store,
            LedgerOutbox outbox) {
        this.parts = parts;
        this.partition = partition;
        this.outbox = outbox;
        this.turnstile = new Turnstile(new StoredTurns(store));
    }

    /** Looks soon at every limit that time may have changed. */
    void begin(Instant now) {
        turnstile.timed().forEach(limit -> timers.apply(limit, new Step.Timer.At(now)));
    }

    boolean isHome(String limit, ActionId id) {
        return LimitHome.of(limit, id, parts.homes()) == partition;
    }

    /** Somebody asks or returns. */
    void ask(TurnAsked ask, Instant now) {
        take(ask.getLimit(), turnstile.asked(ask, now), Optional.empty());
    }

    /** See {@link #ask}. */
    void takeBack(TurnReturned back, Instant now) {
        take(back.getLimit(), turnstile.returned(back, now), Optional.empty());
    }

    /** Looks at one limit that is due, if there is one. */
    boolean lookAtDue(Instant now) {
        Optional<String> due = timers.takeDue(now);
        due.ifPresent(limit -> take(limit, turnstile.due(limit, now), Optional.empty()));
        return due.isPresent();
    }

    /** A turn for an action of this partition that is to be handed over in this transaction. */
    Optional<TurnGiven> next() {
        Optional<TurnGiven> next = Optional.ofNullable(handed.poll());
        handedSoFar = next.isEmpty() ? 0 : handedSoFar + 1;
        return next;
    }

    /**
     * A step of the ledger, after what it asks and returns here was settled: what is left of its
     * outputs is to be written.
     */
    Step settle(Step step, Instant now) {
        if (step.outputs().stream().noneMatch(Output.Turn.class::isInstance)) {
            return step;
        }
        Set<Output> settled = Collections.newSetFromMap(new IdentityHashMap<>());
        Step after = step;
        for (Optional<Output.Turn> turn = unsettled(after, settled);
                turn.isPresent();
                turn = unsettled(after, settled)) {
            settled.add(turn.get());
            switch (turn.get().record()) {
                case TurnReturned back -> takeBack(back, now);
                case TurnAsked ask -> after = askOfOwn(after, ask, now);
                default -> throw new IllegalStateException("no such turn: " + turn.get());
            }
        }
        List<Output> left = new ArrayList<>(after.outputs());
        left.removeIf(settled::contains);
        return new Step(after.state(), after.timer(), left);
    }

    private Step askOfOwn(Step step, TurnAsked ask, Instant now) {
        Turned turned = turnstile.asked(ask, now);
        Optional<TurnGiven> own =
                turned.given().stream()
                        .filter(it -> it.getActionId().equals(ask.getActionId()))
                        .findFirst();
        take(ask.getLimit(), turned, own);
        return own.map(it -> parts.ledger().turnAtOnce(step, it, now)).orElse(step);
    }

    /** In the order of the step: what it returns may be what the next one in the queue gets. */
    private Optional<Output.Turn> unsettled(Step step, Set<Output> settled) {
        for (Output output : step.outputs()) {
            if (output instanceof Output.Turn turn
                    && !settled.contains(output)
                    && isHome(turn.record())) {
                return Optional.of(turn);
            }
        }
        return Optional.empty();
    }

    private boolean isHome(SpecificRecord turn) {
        return switch (turn) {
            case TurnAsked ask -> isHome(ask.getLimit(), new ActionId(ask.getActionId()));
            case TurnReturned back -> isHome(back.getLimit(), new ActionId(back.getActionId()));
            default -> throw new IllegalStateException("no such turn: " + turn);
        };
    }

    private void take(String limit, Turned turned, Optional<TurnGiven> settled) {
        timers.apply(
                limit,
                turned.due().<Step.Timer>map(Step.Timer.At::new).orElseGet(Step.Timer.Off::new));
        for (TurnGiven given : turned.given()) {
            if (!settled.equals(Optional.of(given))) {
                hand(given);
            }
        }
    }

    private void hand(TurnGiven given) {
        int home = Placement.home(new ActionId(given.getActionId()), parts.homes());
        if (home == partition && handedSoFar + handed.size() < HANDED_AT_ONCE) {
            handed.add(given);
        } else {
            outbox.turn(given);
        }
    }
}
