package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;

/**
 * What the event log says about one action: three parts, because they change at different times and
 * are stored apart.
 *
 * @param accepted what was asked for
 * @param progress its attempts and how it ended
 * @param counts what else was said about it
 */
public record ActionView(AcceptedAction accepted, ActionProgress progress, ActionCounts counts) {

    static ActionView of(ActionAccepted event) {
        AcceptedAction accepted =
                new AcceptedAction(
                        event.getRequest(),
                        event.getFingerprint(),
                        event.getAt(),
                        event.getClaimed(),
                        event.getAttempt(),
                        event.getRound());
        return new ActionView(accepted, ActionHistory.begin(accepted), ActionHistory.NOTHING);
    }

    public String actionId() {
        return accepted.getRequest().getActionId();
    }
}
