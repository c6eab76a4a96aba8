package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Clients that ask several times, for other things under the same key, and whose acks get lost. */
final class ModelClients {

    private static final String OUTSIDE = "callback";

    private final ModelBus bus;
    private final SplittableRandom random;
    private final int actions;
    private final int first;
    private final Deque<ActionRequested> untold = new ArrayDeque<>();
    private final List<LedgerInput> ordered = new ArrayList<>();
    private int requests;
    private int orders;

    ModelClients(ModelBus bus, SplittableRandom random) {
        this.bus = bus;
        this.random = random;
        actions = 1 + random.nextInt(3);
        first = random.nextInt(Workload.actions());
    }

    void submit() {
        boolean conflicting = random.nextInt(6) == 0;
        ActionRequested request = Workload.request(any(), "r" + requests++, conflicting);
        switch (random.nextInt(6)) {
            case 0 -> {
                bus.happened(new Fact.Submitted(request, false));
                untold.add(request);
            }
            case 1 -> {
                store(request);
                untold.add(request);
            }
            case 2 -> {
                store(request);
                store(request);
            }
            default -> store(request);
        }
    }

    /** Sends again what may have been lost. */
    boolean retry() {
        ActionRequested request = untold.poll();
        if (request == null) {
            return false;
        }
        store(request);
        return true;
    }

    void cancel() {
        order(0, Workload.actionId(any()));
    }

    /** An operator's order, at any moment, now and then twice or once more much later. */
    void order() {
        if (!ordered.isEmpty() && random.nextInt(3) == 0) {
            bus.append(ModelBus.CONTROL, ordered.get(random.nextInt(ordered.size())));
            return;
        }
        order(1 + random.nextInt(3), Workload.actionId(any()));
    }

    /** Somebody outside ends an attempt that was left to them, or never does. */
    boolean callBack() {
        if (bus.suspended().isEmpty()) {
            return false;
        }
        Fact.Try of = bus.suspended().remove(random.nextInt(bus.suspended().size()));
        switch (random.nextInt(5)) {
            case 0, 1 -> {}
            case 2 ->
                    bus.append(
                            ModelBus.REPORTS,
                            new LedgerInput.Heard(
                                    Samples.heartbeat(of.actionId(), of.attempt(), OUTSIDE, "{}")));
            default -> bus.append(ModelBus.REPORTS, ModelAttempt.end(of, OUTSIDE, bus, random));
        }
        return true;
    }

    /** Whoever waits for an operator hears from one. */
    boolean attendToPaused() {
        bus.checker().paused().forEach(id -> order(random.nextInt(2), id));
        return !bus.checker().paused().isEmpty();
    }

    private void order(int kind, String id) {
        String order = "o" + orders++;
        LedgerInput input =
                switch (kind) {
                    case 0 -> new LedgerInput.CancelAsked(Samples.cancel(id, order));
                    case 1 -> new LedgerInput.RetryAsked(Samples.retry(id, order));
                    case 2 -> new LedgerInput.RedriveAsked(Samples.redrive(id, order));
                    default -> new LedgerInput.ReleaseAsked(Samples.release(id, order));
                };
        ordered.add(input);
        bus.append(ModelBus.CONTROL, input);
    }

    private int any() {
        return (first + random.nextInt(actions)) % Workload.actions();
    }

    private void store(ActionRequested request) {
        bus.happened(new Fact.Submitted(request, true));
        bus.append(ModelBus.REQUESTS, new LedgerInput.Requested(request));
    }
}
