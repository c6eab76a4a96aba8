package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Order;
import java.util.Optional;

/**
 * Who gives an order and why, whatever the order is.
 *
 * @param principal who, as authenticated
 * @param reason why
 * @param key the caller's name for the order, by which it is known again
 */
public record OrderHead(String principal, String reason, Optional<IdempotencyKey> key) {

    public OrderHead {
        Order.requireReason(reason);
    }

    /** The order for one action. */
    Order order(Order.Kind kind, ActionId id) {
        return order(kind, id, new Order.Detail.None());
    }

    Order order(Order.Kind kind, ActionId id, Order.Detail detail) {
        String requestId =
                key.map(name -> Order.requestId(kind, id, name)).orElseGet(Order::newRequestId);
        return new Order(kind, id, requestId, principal, reason, detail);
    }
}
