package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.ReportFate;
import dev.actionbus.wire.CallbackToken;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt's end from outside, from the write to what the ledger made of it. Nobody knows of a
 * report that had no answer in time; to repeat it is safe.
 */
final class CallbackCall implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(CallbackCall.class);

    /** For the view to have what the ledger knew when it found the report too late. */
    private static final Duration VIEW_BEHIND = Duration.ofSeconds(2);

    private final ActionBus bus;
    private final ActionLookup lookup;
    private final ScheduledExecutorService timers;
    private final PayloadDesk payloads;
    private final CallbackToken token;
    private final AttemptResult said;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final ScheduledFuture<?> overdue;

    CallbackCall(
            ActionBus bus,
            ActionLookup lookup,
            ScheduledExecutorService timers,
            PayloadDesk payloads,
            CallbackToken token,
            AttemptResult said) {
        this.bus = bus;
        this.lookup = lookup;
        this.timers = timers;
        this.payloads = payloads;
        this.token = token;
        this.said = said;
        overdue =
                timers.schedule(
                        () -> refuse(Problem.outcomeUnknown()),
                        SubmitCall.DECISION.toNanos(),
                        TimeUnit.NANOSECONDS);
        var unused = answer.whenComplete((done, failure) -> overdue.cancel(false));
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    @Override
    public void run() {
        if (answer.isDone()) {
            return;
        }
        CompletableFuture<ReportFate> fate;
        try {
            fate = bus.report(token.actionId(), token.attempt(), said);
        } catch (RuntimeException e) {
            log.warn("a callback could not be written: {}", e.toString());
            refuse(Problem.busUnavailable());
            return;
        }
        var unusedFate =
                fate.whenComplete((known, failure) -> {
                    if (known != null) {
                        decided(known);
                    } else {
                        refuse(Problem.outcomeUnknown());
                    }
                });
        var unused = answer.whenComplete((done, failure) -> fate.cancel(false));
    }

    private void decided(ReportFate fate) {
        ActionId id = token.actionId();
        switch (fate) {
            case ReportFate.Ended ended -> done(OutcomeJson.of(ended.outcome()).end());
            case ReportFate.Taken taken -> done(OutcomeJson.running(id, taken.status()).end());
            case ReportFate.Orphan _ -> refuse(Problem.actionNotFound());
            case ReportFate.Late _ -> {
                overdue.cancel(false);
                ResultCall call = new ResultCall(lookup, timers, payloads, id, VIEW_BEHIND);
                call.start(bus.watch(id));
                var unused =
                        call.answer()
                                .whenComplete((standing, failure) ->
                                        answer.complete(
                                                LateCallback.answer(standing, token, said)));
                var unusedEnd = answer.whenComplete((done, failure) -> call.answer().cancel(false));
            }
        }
    }

    private void done(byte[] action) {
        answer.complete(new Answer(200, Map.of("Content-Type", "application/json"), action));
    }

    private void refuse(Problem problem) {
        answer.complete(problem.answer(CallbackDesk.CALLBACKS));
    }
}
