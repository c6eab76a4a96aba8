package dev.actionbus.action;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who asked, and what the request is part of.
 *
 * @param principal who asked, as authenticated
 * @param correlationId the whole story; empty: the action starts one of its own
 * @param causationId the event ({@code ce_id}) or the action that directly caused this
 * @param traceparent W3C trace context
 * @param workflow the workflow run and step this is, if any
 * @param labels free labels to find it by
 */
public record Origin(
        String principal,
        Optional<String> correlationId,
        Optional<String> causationId,
        Optional<String> traceparent,
        Optional<WorkflowStep> workflow,
        Map<String, String> labels) {

    public static final Origin ANONYMOUS =
            new Origin(
                    "anonymous",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());

    public Origin {
        labels = Map.copyOf(labels);
    }

    /** The same origin with one more label, or another value of it. */
    public Origin withLabel(String name, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(name, value);
        return new Origin(principal, correlationId, causationId, traceparent, workflow, more);
    }

    /**
     * A step of a workflow run.
     *
     * @param runId the run
     * @param step the node of the graph
     */
    public record WorkflowStep(String runId, String step) {}
}
