package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.Submission;
import java.util.concurrent.CompletableFuture;

/** What the gateway needs of a connection to the bus. */
interface BusAccess {

    /** May block while the way to Kafka is not known. */
    Submission track(ActionRequest request);

    CompletableFuture<ActionOutcome> watch(ActionId id);

    static BusAccess of(ActionBus bus) {
        return new BusAccess() {
            @Override
            public Submission track(ActionRequest request) {
                return bus.track(request);
            }

            @Override
            public CompletableFuture<ActionOutcome> watch(ActionId id) {
                return bus.watch(id);
            }
        };
    }
}
