package dev.actionbus.action;

/**
 * Code that performs one action: all or nothing, safe to repeat. It runs outside any transaction,
 * on a thread of its own, and is interrupted at the attempt's deadline. An exception counts as a
 * retryable failure.
 */
@FunctionalInterface
public interface ActionHandler {

    AttemptResult handle(Attempt attempt) throws Exception;
}
