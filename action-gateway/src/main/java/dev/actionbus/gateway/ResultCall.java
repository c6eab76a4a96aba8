package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's question for a result. The view may lag behind the log: an end that was on the log
 * before the watch began is in neither for a moment, and so is an action just submitted. Therefore
 * it is looked up again, at growing intervals, as long as the caller waits.
 */
final class ResultCall {

    /** An unknown id may be younger than the view. */
    static final Duration PATIENCE_WITH_UNKNOWN = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ResultCall.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(2);

    private final ActionLookup lookup;
    private final ScheduledExecutorService timers;
    private final PayloadDesk desk;
    private final ActionId id;
    private final Duration wait;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile @Nullable ScheduledFuture<?> timer;

    ResultCall(
            ActionLookup lookup,
            ScheduledExecutorService timers,
            PayloadDesk desk,
            ActionId id,
            Duration wait) {
        this.lookup = lookup;
        this.timers = timers;
        this.desk = desk;
        this.id = id;
        this.wait = wait;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** The watch began already: whatever ends from now on is seen. */
    void start(CompletableFuture<ActionOutcome> watch) {
        var unusedEnd =
                watch.whenComplete((outcome, failure) -> {
                    if (outcome != null) {
                        tell(desk.whole(outcome), whole -> OutcomeJson.of(whole).end());
                    }
                });
        var unused =
                answer.whenComplete((done, failure) -> {
                    watch.cancel(false);
                    ScheduledFuture<?> armed = timer;
                    if (armed != null) {
                        armed.cancel(false);
                    }
                });
        look(Duration.ZERO, FIRST_RETRY);
    }

    /**
     * @param waited so far
     * @param interval to the next look
     */
    private void look(Duration waited, Duration interval) {
        CompletionStage<Optional<LookedUp>> asked;
        try {
            asked = lookup.find(id);
        } catch (RuntimeException e) {
            unanswered(e);
            return;
        }
        var unused =
                asked.whenComplete((found, failure) -> {
                    if (failure == null) {
                        weigh(found, waited, interval);
                    } else {
                        unanswered(failure);
                    }
                });
    }

    private void unanswered(Throwable failure) {
        log.warn("the view did not answer: {}", failure.toString());
        refuse(Problem.viewUnavailable());
    }

    private void weigh(Optional<LookedUp> found, Duration waited, Duration interval) {
        Duration patience =
                found.isEmpty() && wait.compareTo(PATIENCE_WITH_UNKNOWN) < 0
                        ? PATIENCE_WITH_UNKNOWN
                        : wait;
        if (found.isPresent() && found.get().isTerminal()) {
            tell(desk.whole(found.get()), ResultCall::bytes);
        } else if (waited.compareTo(patience) < 0) {
            again(waited, min(interval, patience.minus(waited)));
        } else if (found.isPresent()) {
            answer.complete(json(202, Map.of("Location", path()), bytes(found.get())));
        } else {
            refuse(Problem.actionNotFound());
        }
    }

    private <T> void tell(CompletableFuture<T> end, Function<T, byte[]> body) {
        var unused =
                end.whenComplete((whole, failure) -> {
                    if (failure == null) {
                        answer.complete(json(200, Map.of(), body.apply(whole)));
                    } else {
                        refuse(PayloadDesk.problem(failure));
                    }
                });
    }

    private void again(Duration waited, Duration pause) {
        if (timers.isShutdown()) {
            refuse(Problem.viewUnavailable());
            return;
        }
        ScheduledFuture<?> armed =
                timers.schedule(
                        () -> look(waited.plus(pause), min(pause.multipliedBy(2), SLOWEST_RETRY)),
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS);
        timer = armed;
        if (answer.isDone()) {
            armed.cancel(false);
        }
    }

    private void refuse(Problem problem) {
        answer.complete(problem.answer(path() + "/result"));
    }

    private String path() {
        return ActionGateway.ACTIONS + "/" + id.value();
    }

    private static Answer json(int status, Map<String, String> more, byte[] body) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        return new Answer(status, headers, body);
    }

    private static byte[] bytes(LookedUp action) {
        return action.json().getBytes(StandardCharsets.UTF_8);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
