package dev.actionbus.client;

import dev.actionbus.action.Order;
import dev.actionbus.action.OrderAnswer;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RunResumed;
import dev.actionbus.event.SignalSent;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event that answers an order.
 *
 * @param actionId the action
 * @param requestId the order; empty: every order to cancel that is on its way has come to its aim
 * @param answer what the ledger made of it
 */
record OrderReply(String actionId, Optional<String> requestId, OrderAnswer answer) {

    /** Empty: the event answers none. */
    static Optional<OrderReply> of(SpecificRecord event) {
        if (event instanceof ActionCancelled e) {
            return Optional.of(
                    new OrderReply(e.getActionId(), Optional.empty(), new OrderAnswer.Done()));
        }
        if (event instanceof RetryRequested e) {
            return done(e.getActionId(), e.getRequestId());
        }
        if (event instanceof ActionRedriven e) {
            return done(e.getActionId(), e.getRequestId());
        }
        if (event instanceof KeyReleased e) {
            return done(e.getActionId(), e.getRequestId());
        }
        if (event instanceof RunResumed e) {
            return done(e.getActionId(), e.getRequestId());
        }
        if (event instanceof SignalSent e) {
            return done(e.getActionId(), e.getRequestId());
        }
        if (event instanceof ControlIgnored e) {
            Optional<String> status = Optional.ofNullable(e.getStatus()).map(Enum::name);
            return Optional.of(
                    new OrderReply(
                            e.getActionId(),
                            Optional.of(e.getRequestId()),
                            new OrderAnswer.Ignored(status)));
        }
        return Optional.empty();
    }

    void answer(SentOrder sent) {
        boolean meant =
                requestId
                        .map(sent.order().requestId()::equals)
                        .orElse(sent.order().kind() == Order.Kind.CANCEL);
        if (meant) {
            sent.answer().complete(answer);
        }
    }

    private static Optional<OrderReply> done(String actionId, String requestId) {
        return Optional.of(
                new OrderReply(actionId, Optional.of(requestId), new OrderAnswer.Done()));
    }
}
