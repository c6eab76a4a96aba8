package dev.actionbus.ledger.run;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ErrorDetail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a run does next.
 *
 * @param events what it says about its steps
 * @param requests the steps it asks for
 * @param commands orders about its steps
 * @param end set when it has ended
 * @param wake when it goes on though nobody says anything
 */
public record RunMoves(
        List<SpecificRecord> events,
        List<ActionRequested> requests,
        List<Command> commands,
        Optional<End> end,
        Optional<Instant> wake) {

    public RunMoves {
        events = List.copyOf(events);
        requests = List.copyOf(requests);
        commands = List.copyOf(commands);
    }

    /**
     * @param actionId of the step
     * @param record CancelRequested or ResumeRequested
     */
    public record Command(String actionId, SpecificRecord record) {}

    /** How a run ends. */
    public sealed interface End {
        /** JSON. */
        record Completed(String result) implements End {}

        record Failed(ErrorDetail error) implements End {}
    }
}
