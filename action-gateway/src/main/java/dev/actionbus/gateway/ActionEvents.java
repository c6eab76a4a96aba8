package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the audit view what happened to an action. Does not block; may be a little behind. */
@FunctionalInterface
public interface ActionEvents {

    /** An offset before every other. */
    long BEFORE_ALL = -1;

    /**
     * A page of the events of an action behind an offset, in the order of the log. Fails when the
     * view can not be asked.
     */
    CompletionStage<Told> after(ActionId id, long offset);

    /** What the view says. */
    sealed interface Told {

        /**
         * They are these; perhaps none yet.
         *
         * @param more whether the view knows more of them
         */
        record Events(List<Event> events, boolean more) implements Told {
            public Events {
                events = List.copyOf(events);
            }
        }

        /** Nobody asked for such an action. */
        record NoSuchAction() implements Told {}
    }

    /**
     * One event.
     *
     * @param type as in {@code ActionCompleted}
     * @param place where it lies
     * @param requestId the submission or order it answers; empty for most
     * @param json one line
     */
    record Event(String type, Place place, String requestId, String json) {

        /** Whether a round of the action ends with it. */
        public boolean isTerminal() {
            return switch (type) {
                case "ActionCompleted", "ActionFailed", "ActionCancelled", "OutcomeUnknown" -> true;
                default -> false;
            };
        }
    }

    /**
     * Where an event lies; as text {@code partition:offset}.
     *
     * @param partition of the event log
     * @param offset in it
     */
    record Place(int partition, long offset) {

        @Override
        public String toString() {
            return partition + ":" + offset;
        }
    }
}
