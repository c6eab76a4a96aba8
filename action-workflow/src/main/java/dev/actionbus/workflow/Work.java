package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What a step does. */
public sealed interface Work {

    /**
     * An action is done.
     *
     * @param name of the action
     * @param version of its handler
     * @param params a template
     * @param terms as for any action
     */
    record Action(String name, int version, ObjectNode params, Terms terms) implements Work {}

    /**
     * Another workflow runs, as a run of its own; its result is the step's.
     *
     * @param name of the workflow
     * @param version empty in a definition: the newest when a run begins; never empty in a {@link
     *     Snapshot}
     * @param params a template
     * @param deadline of that run, from its begin
     */
    record SubWorkflow(
            String name, OptionalInt version, ObjectNode params, Optional<Duration> deadline)
            implements Work {

        /** {@code name@version}; only where there is a version. */
        public String reference() {
            return name + "@" + version.getAsInt();
        }
    }

    /** Time passes. */
    record Delay(Duration time) implements Work {}

    /**
     * Somebody sends a signal to the run. The step's result is what was sent with it.
     *
     * @param name of the signal; several steps may wait for one
     * @param timeout then the step fails with {@code SIGNAL_TIMEOUT}; empty: it waits as long as
     *     the run may
     */
    record Signal(String name, Optional<Duration> timeout) implements Work {}

    /**
     * Somebody decides. The step's result is {@code {"approved": true|false, "by": ..., "comment":
     * ...}}; a refusal is a result, not a failure.
     *
     * @param assignee who should; for people, nobody is kept out by it
     * @param comment what it is about
     * @param timeout then the step fails with {@code APPROVAL_TIMEOUT}
     */
    record Approval(Optional<String> assignee, String comment, Optional<Duration> timeout)
            implements Work {}

    /**
     * How an action of a step is done; empty: as its handler declares.
     *
     * @param handling mode and retry
     * @param timeout of each attempt
     * @param deadline from the time the step may begin
     */
    record Terms(
            ActionRequest.Handling handling,
            Optional<Duration> timeout,
            Optional<Duration> deadline) {
        public static final Terms AS_DECLARED =
                new Terms(ActionRequest.Handling.AS_DECLARED, Optional.empty(), Optional.empty());
    }
}
