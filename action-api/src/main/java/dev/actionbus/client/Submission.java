package dev.actionbus.client;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.Admission;
import dev.actionbus.action.Receipt;
import java.util.concurrent.CompletableFuture;

/**
 * One submit on its way: acknowledged by Kafka, decided by the ledger, ended by an outcome. A
 * future that is cancelled or completed by the caller only ends the waiting.
 *
 * @param receipt names the action and this submission, known before anything is sent
 * @param acknowledged completes when Kafka has the request for good; fails with Kafka's exception,
 *     after which the request may or may not be there: repeat it with the same key
 * @param admission what the ledger decided
 * @param outcome how the action ended; fails with {@link RequestRefused} when it never will
 */
public record Submission(
        Receipt receipt,
        CompletableFuture<Receipt> acknowledged,
        CompletableFuture<Admission> admission,
        CompletableFuture<ActionOutcome> outcome) {

    static Submission of(Receipt receipt) {
        return new Submission(
                receipt,
                new CompletableFuture<>(),
                new CompletableFuture<>(),
                new CompletableFuture<>());
    }

    void decide(Admission decision) {
        admission.complete(decision);
        if (decision instanceof Admission.Duplicate duplicate) {
            duplicate.outcome().ifPresent(this::end);
        } else if (decision instanceof Admission.Conflict) {
            outcome.completeExceptionally(
                    new RequestRefused(
                            "IDEMPOTENCY_KEY_CONFLICT",
                            "the key " + receipt.key().value() + " belongs to another request"));
        } else if (decision instanceof Admission.Rejected rejected) {
            outcome.completeExceptionally(new RequestRefused(rejected.code(), rejected.detail()));
        }
    }

    /** The action's end also tells that it was admitted. */
    void end(ActionOutcome end) {
        admission.complete(new Admission.Accepted());
        outcome.complete(end);
    }

    void fail(Throwable cause) {
        acknowledged.completeExceptionally(cause);
        admission.completeExceptionally(cause);
        outcome.completeExceptionally(cause);
    }
}
