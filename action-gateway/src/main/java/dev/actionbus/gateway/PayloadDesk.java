package dev.actionbus.gateway;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.payload.PayloadTrouble;
import dev.actionbus.payload.Payloads;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with params before they are submitted, and with results before they are told: params
 * are checked, large ones are left in the store, and the claims of large results are exchanged for
 * them. All that takes time is done by few threads of its own, whose queue is short: beyond it
 * callers are told to come back.
 */
public final class PayloadDesk implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PayloadDesk.class);
    private static final int SMALL = 16 * 1024;
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 64;

    private final ParamsCheck check;
    private final Payloads payloads;
    private final ThreadPoolExecutor threads;

    /**
     * @param payloads stays the caller's to close, afterwards
     */
    public PayloadDesk(ParamsCheck check, Payloads payloads) {
        this.check = check;
        this.payloads = payloads;
        threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("gateway-payloads-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Params of any kind, in records alone. */
    static PayloadDesk none() {
        return new PayloadDesk(ParamsCheck.NONE, Payloads.inline());
    }

    /**
     * Submits a request if its params will do.
     *
     * @param submit is given the request as it goes on
     */
    CompletableFuture<Answer> take(
            ActionRequest request, Function<ActionRequest, CompletableFuture<Answer>> submit) {
        return request.params().length() <= SMALL
                ? taken(request, submit)
                : aside(() -> taken(request, submit))
                        .exceptionally(failure -> problem(failure).answer(ActionGateway.ACTIONS));
    }

    private CompletableFuture<Answer> taken(
            ActionRequest request, Function<ActionRequest, CompletableFuture<Answer>> submit) {
        Optional<Problem> problem = check.problem(request);
        if (problem.isPresent()) {
            return CompletableFuture.completedFuture(problem.get().answer(ActionGateway.ACTIONS));
        }
        String left = payloads.leaveParams(request.params());
        return submit.apply(left.equals(request.params()) ? request : request.withParams(left));
    }

    /** With its result in the place of a claim; fails with what {@link #problem} understands. */
    CompletableFuture<ActionOutcome> whole(ActionOutcome outcome) {
        return outcome instanceof ActionOutcome.Completed done
                        && PayloadClaim.in(done.result()).isPresent()
                ? aside(() ->
                        CompletableFuture.completedFuture(
                                new ActionOutcome.Completed(
                                        done.actionId(),
                                        done.attempt(),
                                        payloads.fetch(done.result()))))
                : CompletableFuture.completedFuture(outcome);
    }

    /** With its result in the place of a claim; fails with what {@link #problem} understands. */
    CompletableFuture<LookedUp> whole(LookedUp found) {
        return found.claim().isEmpty()
                ? CompletableFuture.completedFuture(found)
                : aside(() ->
                        CompletableFuture.completedFuture(
                                found.withResult(payloads.fetch(found.claim().get().json()))));
    }

    /** Why a payload could not be had. */
    static Problem problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof Refused refused) {
            return refused.problem();
        }
        log.warn("a payload can not be had: {}", String.valueOf(cause));
        if (!(cause instanceof PayloadTrouble trouble)) {
            return Problem.of(500, "INTERNAL_ERROR", "something went wrong; the log says what");
        }
        return new Problem(
                trouble.passing() ? 503 : 500,
                trouble.code(),
                trouble.passing()
                        ? "the store of large payloads can not be used at the moment"
                        : "a large payload is not what was left, or there is no store for it",
                Optional.empty(),
                trouble.passing() ? Map.of("Retry-After", "2") : Map.of());
    }

    /** A caller who goes away before its turn is not served; later it cancels what was begun. */
    private <T> CompletableFuture<T> aside(Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> promise = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                if (!promise.isDone()) {
                    run(work, promise);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.completeExceptionally(new Refused(busy()));
        }
        return promise;
    }

    private static <T> void run(Supplier<CompletableFuture<T>> work, CompletableFuture<T> promise) {
        try {
            CompletableFuture<T> made = work.get();
            var unusedEnd = promise.whenComplete((done, failure) -> made.cancel(false));
            var unused =
                    made.whenComplete((done, failure) -> {
                        if (failure == null) {
                            promise.complete(done);
                        } else {
                            promise.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException e) {
            promise.completeExceptionally(e);
        }
    }

    private static Problem busy() {
        return new Problem(
                503,
                "GATEWAY_BUSY",
                "too many large payloads are on their way here; nothing was submitted",
                Optional.empty(),
                Map.of("Retry-After", "1"));
    }

    @Override
    public void close() {
        var unused = threads.shutdownNow();
    }
}
