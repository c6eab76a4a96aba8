package dev.actionbus.action;

/** How an action ended. Every accepted action has exactly one, and it never changes. */
public sealed interface ActionOutcome {

    ActionId actionId();

    /**
     * The action is done.
     *
     * @param actionId which
     * @param attempt the attempt that did it, from 1
     * @param result JSON
     */
    record Completed(ActionId actionId, int attempt, String result) implements ActionOutcome {}

    /**
     * The action will not be done.
     *
     * @param actionId which
     * @param attempt the last attempt, from 1
     * @param error why
     */
    record Failed(ActionId actionId, int attempt, ActionError error) implements ActionOutcome {}

    /**
     * Ended on request.
     *
     * @param actionId which
     * @param reason why
     */
    record Cancelled(ActionId actionId, String reason) implements ActionOutcome {}

    /**
     * A once-only handler was called and nobody can say how it ended.
     *
     * @param actionId which
     * @param attempt the attempt nobody heard of again
     */
    record Unknown(ActionId actionId, int attempt) implements ActionOutcome {}
}
