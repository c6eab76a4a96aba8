package dev.actionbus.client;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.Admission;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.wire.Translate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;

/** Submissions, orders and watched actions that wait for an event of theirs. Thread-safe. */
final class PendingSubmissions {

    private final Waiting<Submission> submissions = new Waiting<>();
    private final Waiting<CompletableFuture<ActionOutcome>> watches = new Waiting<>();
    private final Waiting<SentOrder> orders = new Waiting<>();
    private final Waiting<LongConsumer> followers = new Waiting<>();

    void add(Submission submission) {
        String id = submission.receipt().actionId().value();
        submissions.add(id, submission);
        var unused =
                submission
                        .outcome()
                        .whenComplete((outcome, failure) -> submissions.remove(id, submission));
    }

    CompletableFuture<ActionOutcome> watch(ActionId actionId) {
        String id = actionId.value();
        CompletableFuture<ActionOutcome> watch = new CompletableFuture<>();
        watches.add(id, watch);
        var unused = watch.whenComplete((outcome, failure) -> watches.remove(id, watch));
        return watch;
    }

    void add(SentOrder sent) {
        String id = sent.order().actionId().value();
        orders.add(id, sent);
        var unused = sent.answer().whenComplete((answer, failure) -> orders.remove(id, sent));
    }

    Following follow(ActionId actionId, LongConsumer offsets) {
        followers.add(actionId.value(), offsets);
        return () -> followers.remove(actionId.value(), offsets);
    }

    /** An event is on the log; what it says does not matter. */
    void passed(String actionId, long offset) {
        followers.of(actionId).forEach(follower -> follower.accept(offset));
    }

    boolean awaits(String actionId) {
        return submissions.has(actionId) || watches.has(actionId) || orders.has(actionId);
    }

    /** Tells whoever waits for it what an event means. */
    void on(SpecificRecord event, Optional<ActionOutcome> outcome) {
        OrderReply.of(event).ifPresent(reply -> orders.of(reply.actionId()).forEach(reply::answer));
        if (outcome.isPresent()) {
            end(outcome.get());
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
        submissions.forEach(submission -> submission.fail(cause));
        watches.forEach(watch -> watch.completeExceptionally(cause));
        orders.forEach(sent -> sent.fail(cause));
    }

    private void end(ActionOutcome end) {
        String id = end.actionId().value();
        for (Submission submission : submissions.of(id)) {
            // Undecided still: an earlier submission's end, and this one may yet be a conflict.
            if (submission.admission().isDone()) {
                submission.end(end);
            }
        }
        watches.of(id).forEach(watch -> watch.complete(end));
    }

    private void decide(String actionId, String requestId, Admission decision) {
        for (Submission submission : submissions.of(actionId)) {
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
}
