package dev.actionbus.action;

/** Called once for every terminal event, on one thread, in the order of its partition. */
@FunctionalInterface
public interface OutcomeListener {

    void onOutcome(ActionOutcome outcome);
}
