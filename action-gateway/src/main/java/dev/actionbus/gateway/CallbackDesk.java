package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.client.ActionBus;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.CallbackKey.Verdict;
import dev.actionbus.wire.CallbackToken;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes reports of attempts from outside the executors, from whoever has the attempt's token.
 * Answers:
 *
 * <ul>
 *   <li>an end: 200 with the action when the ledger has taken it, and again when it is repeated;
 *       409 {@code ALREADY_TERMINAL} or {@code ATTEMPT_NOT_CURRENT} when it came too late, which is
 *       on record; 503 {@code OUTCOME_UNKNOWN} when nobody can say: repeat it;
 *   <li>a sign of life: 202 when Kafka has it;
 *   <li>401 without a token, 403 {@code CALLBACK_FORGED} with one that this bus has not made, or
 *       for another action; 410 {@code CALLBACK_EXPIRED} after its time.
 * </ul>
 *
 * <p>Tokens are in no answer and in no log. Thread-safe.
 */
public final class CallbackDesk implements AutoCloseable {

    static final String CALLBACKS = "/v1/callbacks";

    private static final int MOST_WAITING = 1024;

    private final ActionBus bus;
    private final ActionLookup lookup;
    private final PayloadDesk payloads;
    private final CallbackKey key;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timers =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("gateway-callback-timers").factory());

    /** Writing may block while the way to Kafka is not known. */
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofPlatform().daemon().name("gateway-callbacks").factory());

    /** The bus and the desk of payloads stay the caller's to close, after this. */
    public CallbackDesk(
            ActionBus bus,
            ActionLookup lookup,
            PayloadDesk payloads,
            CallbackKey key,
            InstantSource clock) {
        this.bus = bus;
        this.lookup = lookup;
        this.payloads = payloads;
        this.key = key;
        this.clock = clock;
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Ends an attempt. */
    public CompletableFuture<Answer> end(Optional<String> token, byte[] body, RequestHead head) {
        try {
            CallbackCall call =
                    new CallbackCall(
                            bus,
                            lookup,
                            timers,
                            payloads,
                            allowed(token),
                            CallbackJson.result(body, head));
            return written(call, call.answer(), CALLBACKS);
        } catch (Refused e) {
            return CompletableFuture.completedFuture(e.problem().answer(CALLBACKS));
        }
    }

    /** Says that an attempt of the action goes on. */
    public CompletableFuture<Answer> beat(
            ActionId id, Optional<String> token, byte[] body, RequestHead head) {
        String here = ActionGateway.ACTIONS + "/" + id.value() + "/heartbeat";
        try {
            CallbackToken allowed = allowed(token);
            if (!allowed.actionId().equals(id)) {
                throw new Refused(forged("the token is not for this action"));
            }
            BeatCall call =
                    new BeatCall(bus, timers, allowed, CallbackJson.signOfLife(body, head), here);
            return written(call, call.answer(), here);
        } catch (Refused e) {
            return CompletableFuture.completedFuture(e.problem().answer(here));
        }
    }

    @Override
    public void close() {
        var unused = timers.shutdownNow();
        var unusedCalls = writer.shutdownNow();
    }

    private CompletableFuture<Answer> written(
            Runnable call, CompletableFuture<Answer> answer, String here) {
        try {
            writer.execute(call);
        } catch (RejectedExecutionException e) {
            answer.complete(Problem.busUnavailable().answer(here));
        }
        return answer;
    }

    private CallbackToken allowed(Optional<String> token) {
        String text =
                token.orElseThrow(() ->
                        new Refused(
                                new Problem(
                                        401,
                                        "CALLBACK_TOKEN_MISSING",
                                        "send the attempt's token in the header Callback-Token",
                                        Optional.empty(),
                                        Map.of("WWW-Authenticate", "Callback-Token"))));
        return switch (key.verify(text, clock.instant())) {
            case Verdict.Valid valid -> valid.token();
            case Verdict.Forged _ -> throw new Refused(forged("this bus has not made this token"));
            case Verdict.Expired _ ->
                    throw new Refused(
                            Problem.of(410, "CALLBACK_EXPIRED", "the token is no longer good"));
        };
    }

    private static Problem forged(String detail) {
        return Problem.of(403, "CALLBACK_FORGED", detail);
    }
}
