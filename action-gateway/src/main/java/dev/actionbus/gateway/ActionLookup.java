package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks the audit view for an action. Does not block; may be a little behind the event log. */
@FunctionalInterface
public interface ActionLookup {

    /** Empty: not known, or not yet. Fails when the view can not be asked. */
    CompletionStage<Optional<LookedUp>> find(ActionId id);
}
