package dev.actionbus.action;

/**
 * A request that Kafka has acknowledged: it is never forgotten.
 *
 * @param actionId the action it names
 * @param key the idempotency key to repeat it with
 * @param requestId this very submission
 */
public record Receipt(ActionId actionId, IdempotencyKey key, String requestId) {}
