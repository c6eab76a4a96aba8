package dev.actionbus.wire;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import java.util.Optional;

/**
 * The id of an event ({@code ce_id}): which action it is of, and what caused it. No two events have
 * the same; who has the id of an event knows its action.
 *
 * <p>As text: {@code ACTION_ID/TOPIC/PARTITION/OFFSET#N} for the events that a record caused,
 * {@code ACTION_ID/timer/MILLIS#N} for those of a time that passed ({@code timer/MILLIS/turn} if it
 * made a turn free), N from 0. An event of no action, about a record that can not be read, has that
 * record's place only: {@code TOPIC/PARTITION/OFFSET}.
 *
 * @param actionId empty: of no action
 * @param cause what is behind the action id
 */
public record EventId(Optional<String> actionId, String cause) {

    private static final int ID_LENGTH = 36;

    public static EventId of(String actionId, String cause) {
        return new EventId(Optional.of(actionId), cause);
    }

    /** Any text; one that does not begin with an action id is a cause. */
    public static EventId parse(String text) {
        if (text.length() <= ID_LENGTH || text.charAt(ID_LENGTH) != '/') {
            return new EventId(Optional.empty(), text);
        }
        try {
            ActionId id = new ActionId(text.substring(0, ID_LENGTH));
            return of(id.value(), text.substring(ID_LENGTH + 1));
        } catch (InvalidRequest e) {
            return new EventId(Optional.empty(), text);
        }
    }

    @Override
    public String toString() {
        return actionId.map(id -> id + "/" + cause).orElse(cause);
    }
}
