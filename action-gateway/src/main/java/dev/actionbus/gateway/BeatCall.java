package dev.actionbus.gateway;

import dev.actionbus.client.ActionBus;
import dev.actionbus.client.SignOfLife;
import dev.actionbus.wire.CallbackToken;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sign of life from outside: answered when Kafka has it, whatever the ledger makes of it. */
final class BeatCall implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(BeatCall.class);

    private final ActionBus bus;
    private final CallbackToken token;
    private final SignOfLife sign;
    private final String here;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    BeatCall(
            ActionBus bus,
            ScheduledExecutorService timers,
            CallbackToken token,
            SignOfLife sign,
            String here) {
        this.bus = bus;
        this.token = token;
        this.sign = sign;
        this.here = here;
        ScheduledFuture<?> overdue =
                timers.schedule(
                        () -> answer.complete(Problem.outcomeUnknown().answer(here)),
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
        try {
            var unused =
                    bus.beat(token.actionId(), token.attempt(), sign)
                            .whenComplete((done, failure) ->
                                    answer.complete(
                                            failure == null
                                                    ? taken()
                                                    : Problem.outcomeUnknown().answer(here)));
        } catch (RuntimeException e) {
            log.warn("a heartbeat could not be written: {}", e.toString());
            answer.complete(Problem.busUnavailable().answer(here));
        }
    }

    private Answer taken() {
        byte[] body =
                new JsonText()
                        .field("actionId", token.actionId().value())
                        .field("attempt", token.attempt())
                        .end();
        return new Answer(202, Map.of("Content-Type", "application/json"), body);
    }
}
