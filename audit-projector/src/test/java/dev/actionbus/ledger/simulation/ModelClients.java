package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Samples;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Clients that ask several times, for other things under the same key, and whose acks get lost. */
final class ModelClients {

    private final ModelBus bus;
    private final SplittableRandom random;
    private final int actions;
    private final int first;
    private final Deque<ActionRequested> untold = new ArrayDeque<>();
    private int requests;

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
        String id = Workload.actionId(any());
        bus.append(ModelBus.CONTROL, new LedgerInput.CancelAsked(Samples.cancel(id)));
    }

    private int any() {
        return (first + random.nextInt(actions)) % Workload.actions();
    }

    private void store(ActionRequested request) {
        bus.happened(new Fact.Submitted(request, true));
        bus.append(ModelBus.REQUESTS, new LedgerInput.Requested(request));
    }
}
