package dev.actionbus.client;

import dev.actionbus.action.Order;
import dev.actionbus.action.OrderAnswer;
import java.util.concurrent.CompletableFuture;

/**
 * One order on its way. A future that is cancelled or completed by the caller only ends the
 * waiting.
 *
 * @param order what was ordered
 * @param acknowledged completes when Kafka has the order for good; fails with Kafka's exception,
 *     after which it may or may not be there: repeat it with the same request id
 * @param answer what the ledger made of it
 */
public record SentOrder(
        Order order, CompletableFuture<Void> acknowledged, CompletableFuture<OrderAnswer> answer) {

    static SentOrder of(Order order) {
        return new SentOrder(order, new CompletableFuture<>(), new CompletableFuture<>());
    }

    void fail(Throwable cause) {
        acknowledged.completeExceptionally(cause);
        answer.completeExceptionally(cause);
    }
}
