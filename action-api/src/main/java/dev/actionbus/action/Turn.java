package dev.actionbus.action;

import java.util.Optional;

/**
 * Whose turn it is when actions have to wait for each other.
 *
 * @param lane actions of a lane run one after another, in the order of admission; also their
 *     partition key; at most 255 characters
 * @param priority higher goes first, -100 to 100
 */
public record Turn(Optional<String> lane, int priority) {

    /** No lane, priority 0. */
    public static final Turn FREE = new Turn(Optional.empty(), 0);

    public Turn {
        if (priority < -100 || priority > 100) {
            throw InvalidRequest.of("PRIORITY_INVALID", "a priority is -100 to 100");
        }
        if (lane.isPresent() && (lane.get().isEmpty() || lane.get().length() > 255)) {
            throw InvalidRequest.of("LANE_INVALID", "a lane has 1 to 255 characters");
        }
    }
}
