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
        return key.map(name ->
                        new Order(kind, id, Order.requestId(kind, id, name), principal, reason))
                .orElseGet(() -> Order.of(kind, id, principal, reason));
    }
}
