package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Order;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.Following;
import dev.actionbus.client.SentOrder;
import dev.actionbus.client.Submission;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** What the gateway needs of a connection to the bus. */
interface BusAccess {

    /** May block while the way to Kafka is not known. */
    Submission track(ActionRequest request);

    /** May block while the way to Kafka is not known. */
    SentOrder order(Order order);

    CompletableFuture<ActionOutcome> watch(ActionId id);

    /** Tells the offset of every event of an action from now on; close to stop. */
    Following follow(ActionId id, LongConsumer offsets);

    static BusAccess of(ActionBus bus) {
        return new BusAccess() {
            @Override
            public Submission track(ActionRequest request) {
                return bus.track(request);
            }

            @Override
            public SentOrder order(Order order) {
                return bus.order(order);
            }

            @Override
            public CompletableFuture<ActionOutcome> watch(ActionId id) {
                return bus.watch(id);
            }

            @Override
            public Following follow(ActionId id, LongConsumer offsets) {
                return bus.follow(id, offsets);
            }
        };
    }
}
