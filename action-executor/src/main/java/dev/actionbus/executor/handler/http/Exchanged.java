package dev.actionbus.executor.handler.http;

import dev.actionbus.action.ActionError;

/** How a call went, as far as the wire tells. */
sealed interface Exchanged {

    /**
     * The service has answered.
     *
     * @param body of a failure perhaps the beginning only
     */
    record Answered(AnswerHead head, byte[] body) implements Exchanged {}

    /** The service can not have seen the request. */
    record NotSent(ActionError error) implements Exchanged {}

    /** The request left, at least in part, and no whole answer came. */
    record Unclear(String what) implements Exchanged {}

    /** It went as it should, but what the service wants is not allowed. */
    record Refused(ActionError error) implements Exchanged {}
}
