package dev.actionbus.executor.handler.http;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.executor.handler.http.Exchanged.Unclear;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Performs an action by one request to a service or function: params as JSON in the body, the
 * result as JSON in the answer. What the attempt's end says is no more than what is known:
 *
 * <ul>
 *   <li>no connection: the service was certainly not called, and another attempt is safe in any
 *       mode.
 *   <li>an answer, also one that somebody outside goes on: {@link AnswerVerdict} and {@link
 *       StatusRules}.
 *   <li>the request left and no whole answer came: OUTCOME_UNKNOWN. In mode retry another attempt
 *       follows, with the same Idempotency-Key; in mode once the action ends as unknown.
 * </ul>
 *
 * <p>The whole exchange ends at the attempt's deadline, or at once when the thread is interrupted.
 */
public final class HttpHandler implements ActionHandler {

    /** Only a name service can hold up an exchange that has been cut. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final HttpCall call;
    private final HttpHost host;
    private final Dialer dialer;

    public HttpHandler(HttpCall call, HttpHost host) {
        this(call, host, new Dialer(host.egress(), Resolver.SYSTEM, HttpHost::systemTls));
    }

    HttpHandler(HttpCall call, HttpHost host, Dialer dialer) {
        this.call = call;
        this.host = host;
        this.dialer = dialer;
    }

    @Override
    public AttemptResult handle(Attempt attempt) {
        Instant now = host.clock().instant();
        Duration left = Duration.between(now, attempt.deadline());
        Line line = new Line();
        byte[] body = attempt.call().params().getBytes(StandardCharsets.UTF_8);
        RequestHeaders headers = new RequestHeaders(attempt, body, now, host.replay());
        Exchange exchange = new Exchange(call, headers, dialer, line);
        FutureTask<Exchanged> task = new FutureTask<>(exchange::run);
        Thread.ofVirtual().name("http-" + attempt.actionId()).start(task);
        try {
            return ended(task.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return cut(task, line, "TIMEOUT", "the attempt's deadline has passed");
        } catch (InterruptedException e) {
            return cut(task, line, "INTERRUPTED", "the attempt was ended before its deadline");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** An answer that is there counts all the same. */
    private AttemptResult cut(FutureTask<Exchanged> task, Line line, String code, String why) {
        line.cut();
        try {
            Exchanged exchanged = task.get(LAST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
            return switch (exchanged) {
                case Exchanged.NotSent _ -> notSent(ActionError.retryable(code, why));
                case Unclear _ -> unknown("the request was sent, then " + why);
                case Exchanged.Answered _, Exchanged.Refused _ -> ended(exchanged);
            };
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            return line.sending()
                    ? unknown("the request was sent, then " + why)
                    : notSent(ActionError.retryable(code, why));
        }
    }

    private AttemptResult ended(Exchanged exchanged) {
        return switch (exchanged) {
            case Exchanged.Answered answer ->
                    new AnswerVerdict(call.statuses(), answer, host.clock().instant()).result();
            case Exchanged.NotSent(ActionError error) -> notSent(error);
            case Unclear(String what) -> unknown(what);
            case Exchanged.Refused(ActionError error) -> new Failed(error);
        };
    }

    private static Failed notSent(ActionError error) {
        return new Failed(error, Optional.empty(), false);
    }

    private static Failed unknown(String what) {
        return new Failed(ActionError.retryable(ActionError.OUTCOME_UNKNOWN, what));
    }
}
