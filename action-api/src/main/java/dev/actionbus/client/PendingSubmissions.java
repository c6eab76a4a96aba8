package dev.actionbus.client;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.Admission;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.wire.Translate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/** Submissions whose end nobody has seen yet, by action id. Thread-safe. */
final class PendingSubmissions {

    private final ConcurrentHashMap<String, List<Submission>> byAction = new ConcurrentHashMap<>();

    void add(Submission submission) {
        String id = submission.receipt().actionId().value();
        byAction.compute(
                id,
                (key, waiting) -> {
                    List<Submission> all = waiting == null ? new CopyOnWriteArrayList<>() : waiting;
                    all.add(submission);
                    return all;
                });
        var unused = submission.outcome().whenComplete((outcome, failure) -> remove(submission));
    }

    boolean awaits(String actionId) {
        return byAction.containsKey(actionId);
    }

    /** Tells whoever waits for it what an event means. */
    void on(SpecificRecord event, Optional<ActionOutcome> outcome) {
        if (outcome.isPresent()) {
            ActionOutcome end = outcome.get();
            waiting(end.actionId().value()).forEach(submission -> submission.end(end));
        } else if (event instanceof ActionAccepted e) {
            decide(
                    e.getRequest().getActionId(),
                    e.getRequest().getRequestId(),
                    new Admission.Accepted());
        } else if (event instanceof DuplicateObserved e) {
            decide(e.getActionId(), e.getRequestId(), new Admission.Duplicate(ended(e)));
        } else if (event instanceof ConflictRejected e) {
            decide(e.getActionId(), e.getRequestId(), new Admission.Conflict());
        } else if (event instanceof RequestRejected e) {
            decide(
                    e.getActionId(),
                    e.getRequestId(),
                    new Admission.Rejected(e.getCode(), e.getDetail()));
        }
    }

    void failAll(Throwable cause) {
        byAction.values().forEach(all -> all.forEach(submission -> submission.fail(cause)));
    }

    private void decide(String actionId, String requestId, Admission decision) {
        for (Submission submission : waiting(actionId)) {
            if (submission.receipt().requestId().equals(requestId)) {
                submission.decide(decision);
            }
        }
    }

    private static Optional<ActionOutcome> ended(DuplicateObserved event) {
        return Optional.ofNullable(event.getOutcome())
                .map(outcome ->
                        Translate.outcome(
                                new ActionId(event.getActionId()), event.getStatus(), outcome));
    }

    private List<Submission> waiting(String actionId) {
        return byAction.getOrDefault(actionId, List.of());
    }

    private void remove(Submission submission) {
        byAction.computeIfPresent(
                submission.receipt().actionId().value(),
                (key, waiting) -> {
                    waiting.remove(submission);
                    return waiting.isEmpty() ? null : waiting;
                });
    }
}
