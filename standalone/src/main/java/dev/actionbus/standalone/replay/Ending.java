package dev.actionbus.standalone.replay;

import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.OutcomeUnknown;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** How an action ended, on record or in a replay. */
public sealed interface Ending {

    /**
     * With a result.
     *
     * @param result JSON
     */
    record Completed(String result) implements Ending {}

    /**
     * With an error.
     *
     * @param code upper snake case
     */
    record Failed(String code) implements Ending {}

    /** Not by a handler's word: cancelled, or nobody knows. */
    record Other(String status) implements Ending {}

    /** Empty for an event that ends nothing. */
    static Optional<Ending> of(SpecificRecord event) {
        return switch (event) {
            case ActionCompleted done -> Optional.of(new Completed(done.getResult()));
            case ActionFailed failed -> Optional.of(new Failed(failed.getError().getCode()));
            case ActionCancelled _ -> Optional.of(new Other("CANCELLED"));
            case OutcomeUnknown _ -> Optional.of(new Other("UNKNOWN"));
            default -> Optional.empty();
        };
    }

    static Ending of(AttemptResult result) {
        return switch (result) {
            case AttemptResult.Succeeded done -> new Completed(done.result());
            case AttemptResult.Failed failed -> new Failed(failed.error().code());
            case AttemptResult.Suspended _ -> new Other("SUSPENDED");
        };
    }

    default String status() {
        return switch (this) {
            case Completed _ -> "COMPLETED";
            case Failed _ -> "FAILED";
            case Other other -> other.status();
        };
    }
}
