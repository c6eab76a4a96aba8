package dev.actionbus.standalone.replay;

import dev.actionbus.event.ActionRequested;
import java.util.Optional;

/**
 * An accepted request, and how it ended.
 *
 * @param ending empty: it has not ended yet
 */
public record RecordedAction(ActionRequested request, Optional<Ending> ending) {}
