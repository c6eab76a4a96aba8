package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Admission;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.client.Submission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's submit, from the write to the answer. Whatever comes first answers; the answer ends
 * everything else.
 */
final class SubmitCall implements Runnable {

    /** For Kafka to acknowledge and for the ledger to decide. */
    static final Duration DECISION = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SubmitCall.class);

    private final BusAccess bus;
    private final BusGate gate;
    private final ScheduledExecutorService timers;
    private final PayloadDesk desk;
    private final ActionRequest request;
    private final Duration wait;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile boolean waiting;
    private volatile @Nullable Submission submission;
    private volatile @Nullable ScheduledFuture<?> timer;

    SubmitCall(
            BusAccess bus,
            BusGate gate,
            ScheduledExecutorService timers,
            PayloadDesk desk,
            ActionRequest request,
            Duration wait) {
        this.bus = bus;
        this.gate = gate;
        this.timers = timers;
        this.desk = desk;
        this.request = request;
        this.wait = wait;
        waiting = !wait.isZero();
        if (waiting && wait.compareTo(DECISION) < 0) {
            arm(wait, this::onWaitOverEarly);
        } else {
            arm(DECISION, this::onDecisionOverdue);
        }
        var unused = answer.whenComplete((done, failure) -> letGo());
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    void refuse(Problem problem) {
        answer.complete(problem.answer(ActionGateway.ACTIONS));
    }

    /** Writes the request. The caller may have given up while this waited for its thread. */
    @Override
    public void run() {
        if (answer.isDone() || !claimed.compareAndSet(false, true)) {
            return;
        }
        long bytes = request.params().length();
        gate.entered(bytes);
        Submission made;
        try {
            made = bus.track(request);
        } catch (InvalidRequest e) {
            gate.left(bytes);
            refuse(RequestJson.problem(e));
            return;
        } catch (RuntimeException e) {
            log.warn("a request could not be written: {}", e.toString());
            gate.left(bytes);
            gate.silent();
            refuse(Problem.busUnavailable());
            return;
        }
        submission = made;
        follow(made, bytes);
        if (answer.isDone()) {
            letGo();
        }
    }

    private void follow(Submission made, long bytes) {
        var unusedAck =
                made.acknowledged()
                        .whenComplete((receipt, failure) -> {
                            gate.left(bytes);
                            acknowledged(failure);
                        });
        var unusedDecision =
                made.admission()
                        .whenComplete((decision, failure) -> {
                            if (failure == null) {
                                decided(made, decision);
                            } else {
                                refuse(Problem.outcomeUnknown());
                            }
                        });
        if (waiting) {
            var unusedEnd =
                    made.outcome()
                            .whenComplete((outcome, failure) -> {
                                if (outcome != null) {
                                    ended(made, outcome);
                                }
                            });
        }
    }

    private void acknowledged(@Nullable Throwable failure) {
        if (failure == null) {
            gate.answered();
        } else if (failure instanceof RecordTooLargeException) {
            refuse(RequestJson.tooLarge());
        } else {
            gate.silent();
            refuse(Problem.outcomeUnknown());
        }
    }

    private void decided(Submission made, Admission decision) {
        switch (decision) {
            case Admission.Accepted _ -> admitted(made);
            case Admission.Duplicate duplicate ->
                    duplicate
                            .outcome()
                            .ifPresentOrElse(outcome -> ended(made, outcome), () -> admitted(made));
            case Admission.Conflict _ ->
                    refuse(
                            Problem.of(
                                    422,
                                    "IDEMPOTENCY_KEY_CONFLICT",
                                    "the key belongs to an action with other content"));
            case Admission.Rejected rejected ->
                    refuse(
                            new Problem(
                                    400,
                                    rejected.code(),
                                    Problem.shown(rejected.detail()),
                                    Optional.empty(),
                                    Map.of()));
        }
    }

    private void admitted(Submission made) {
        if (!waiting) {
            answer.complete(accepted(made, "ADMITTED"));
        }
    }

    private void ended(Submission made, ActionOutcome outcome) {
        var unused =
                desk.whole(outcome)
                        .whenComplete((whole, failure) -> {
                            if (failure == null) {
                                tell(made, whole);
                            } else {
                                refuse(PayloadDesk.problem(failure));
                            }
                        });
    }

    private void tell(Submission made, ActionOutcome outcome) {
        JsonText json = begin(outcome.actionId(), OutcomeJson.status(outcome));
        answer.complete(new Answer(200, headers(made), OutcomeJson.end(json, outcome).end()));
    }

    private Answer accepted(Submission made, String status) {
        Map<String, String> headers = headers(made);
        ActionId id = made.receipt().actionId();
        headers.put("Location", ActionGateway.ACTIONS + "/" + id.value());
        return new Answer(202, headers, begin(id, status).end());
    }

    private JsonText begin(ActionId id, String status) {
        return OutcomeJson.running(id, status)
                .field("idempotencyKey", request.identity().key().value());
    }

    private Map<String, String> headers(Submission made) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        if (decision(made).filter(Admission.Duplicate.class::isInstance).isPresent()) {
            headers.put("Idempotency-Replayed", "true");
        }
        if (!wait.isZero()) {
            headers.put("Preference-Applied", "wait=" + wait.toSeconds());
        }
        return headers;
    }

    private static Optional<Admission> decision(Submission made) {
        return made.admission().isDone() && !made.admission().isCompletedExceptionally()
                ? Optional.of(made.admission().join())
                : Optional.empty();
    }

    private void onWaitOverEarly() {
        onWaitOver();
        arm(DECISION.minus(wait), this::onDecisionOverdue);
    }

    /** No longer for the outcome; the decision may still be due. */
    private void onWaitOver() {
        waiting = false;
        Submission made = submission;
        if (made != null && decision(made).isPresent()) {
            answer.complete(accepted(made, "ADMITTED"));
        }
    }

    private void onDecisionOverdue() {
        Submission made = submission;
        if (made == null && claimed.compareAndSet(false, true)) {
            // From here on it will not be written either.
            gate.silent();
            refuse(Problem.busUnavailable());
        } else if (made == null || (!made.acknowledged().isDone() && decision(made).isEmpty())) {
            gate.silent();
            refuse(Problem.outcomeUnknown());
        } else if (wait.compareTo(DECISION) > 0) {
            arm(wait.minus(DECISION), this::onWaitOverLate);
        } else {
            onWaitOverLate();
        }
    }

    private void onWaitOverLate() {
        onWaitOver();
        Submission made = submission;
        if (made != null) {
            answer.complete(accepted(made, "REQUESTED"));
        }
    }

    private void arm(Duration delay, Runnable then) {
        if (!timers.isShutdown()) {
            ScheduledFuture<?> armed = timers.schedule(then, delay.toNanos(), TimeUnit.NANOSECONDS);
            timer = armed;
            if (answer.isDone()) {
                armed.cancel(false);
            }
        }
    }

    private void letGo() {
        ScheduledFuture<?> armed = timer;
        if (armed != null) {
            armed.cancel(false);
        }
        Submission made = submission;
        if (made != null) {
            made.outcome().cancel(false);
        }
    }
}
