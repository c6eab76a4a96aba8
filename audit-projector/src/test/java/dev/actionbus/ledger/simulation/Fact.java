package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.AttemptStarted;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Something that happened in a history and can not be taken back. */
sealed interface Fact {

    /** A client sent a request; whether it lies on the topic. */
    record Submitted(ActionRequested request, boolean stored) implements Fact {}

    /** An event was committed. */
    record Wrote(SpecificRecord event, Instant at) implements Fact {}

    /** A task was committed. */
    record Granted(AttemptGranted task) implements Fact {}

    /** A grant and its claim were committed in one transaction of the ledger. */
    record Taken(AttemptGranted task, AttemptStarted start) implements Fact {}

    /** A revocation was committed. */
    record Revoked(AttemptRevoked order) implements Fact {}

    /** A claim was committed: start on the reports topic, offset moved. */
    record Claimed(AttemptStarted start) implements Fact {}

    /** A handler was called: the outside world changed. */
    record Called(Try of) implements Fact {}

    /** A handler returned a result. */
    record Returned(Try of, String result) implements Fact {}

    /** An outcome was appended to the reports topic. */
    record Reported(Try of) implements Fact {}

    /** The ledger took note, for good, of a start or a heartbeat. */
    record Heard(Try of, Instant at) implements Fact {}

    /** The ledger started anew. */
    record Restarted(Instant at) implements Fact {}

    /** A fault that needs no check of its own; for whoever reads the trace. */
    record Fault(String what) implements Fact {}

    /** One executor's attempt. */
    record Try(String actionId, int attempt, String executor) {}
}
