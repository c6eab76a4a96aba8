package dev.actionbus.executor;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;

/**
 * Leave to call a handler once.
 *
 * @param grant as the ledger wrote it
 * @param id its action
 * @param handler what this executor has for it
 * @param weight slots it occupies while it runs
 */
record Assignment(AttemptGranted grant, ActionId id, Lookup handler, int weight) {

    @Override
    public String toString() {
        return id + " attempt " + grant.getAttempt();
    }
}
