package dev.actionbus.executor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.document.Printable;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.payload.PayloadTrouble;
import dev.actionbus.payload.Payloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the handler of an attempt with the params that were asked for, whether the record has them
 * or a store. It is not called with params that are not those that were left, or not what its
 * schema allows. What it makes is left in the store where a record has no room for it; while the
 * store does not answer that is tried again until the deadline, as calling again would be worse.
 */
final class CallHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Callbacks callbacks;
    private final Payloads payloads;
    private final Clock clock;

    CallHandler(Callbacks callbacks, Payloads payloads, Clock clock) {
        this.callbacks = callbacks;
        this.payloads = payloads;
        this.clock = clock;
    }

    AttemptResult call(RunningAttempt attempt, Handler handler, Instant deadline) {
        String params;
        try {
            params = payloads.fetch(attempt.work().grant().getParams());
        } catch (PayloadTrouble e) {
            LOG.warn("attempt: the params of {} can not be had: {}", attempt.work(), e.toString());
            return notCalled(error(e, ""));
        }
        return unfit(handler, params)
                .map(CallHandler::notCalled)
                .orElseGet(() -> left(called(attempt, handler, params, deadline), deadline));
    }

    private AttemptResult called(
            RunningAttempt attempt, Handler handler, String params, Instant deadline) {
        AttemptGranted grant = attempt.work().grant();
        Attempt call =
                new Attempt(
                        attempt.work().id(),
                        grant.getAttempt(),
                        new Attempt.Call(handler.name(), handler.version(), params),
                        deadline,
                        Optional.ofNullable(grant.getCheckpoint()),
                        Optional.ofNullable(grant.getContext().getTraceparent()),
                        new Attempt.Voice(attempt.progress(), callback(attempt)));
        try {
            AttemptResult result = handler.code().handle(call);
            return ResultRules.checked(
                    attempt.progress().completed(result), payloads.largest(), clock.instant());
        } catch (Throwable e) {
            LOG.info("attempt: the handler of {} threw {}", attempt.work(), Printable.trace(e));
            return ResultRules.thrown(e);
        }
    }

    private Optional<Attempt.Callback> callback(RunningAttempt attempt) {
        Assignment work = attempt.work();
        return callbacks.issue(work.id(), work.grant().getAttempt(), clock.instant());
    }

    /** Whoever asks over a gateway has been told already; others have not. */
    private static Optional<ActionError> unfit(Handler handler, String params) {
        List<ParamsSchema.Finding> findings =
                handler.settings().params().map(schema -> schema.check(params)).orElse(List.of());
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode details = JSON.createArrayNode();
        findings.forEach(finding ->
                details.addObject()
                        .put("pointer", "/params" + finding.pointer())
                        .put("detail", finding.message()));
        ParamsSchema.Finding first = findings.getFirst();
        return Optional.of(
                new ActionError(
                        "PARAMS_INVALID",
                        "/params" + first.pointer() + ": " + first.message(),
                        false,
                        Optional.of("{\"errors\":" + details + "}")));
    }

    private AttemptResult left(AttemptResult result, Instant deadline) {
        if (!(result instanceof AttemptResult.Succeeded done)) {
            return result;
        }
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return new AttemptResult.Succeeded(
                        payloads.leaveResult(done.result()), done.outputs());
            } catch (PayloadTrouble e) {
                boolean again =
                        e.passing()
                                && clock.instant().plus(pause).isBefore(deadline)
                                && rest(pause);
                if (!again) {
                    return new AttemptResult.Failed(
                            error(e, "the handler is done, but its result can not be stored: "));
                }
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    /** False: there is no time for it. */
    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ActionError error(PayloadTrouble trouble, String lead) {
        return new ActionError(
                trouble.code(),
                lead + Printable.line(String.valueOf(trouble.getMessage())),
                trouble.passing(),
                Optional.empty());
    }

    private static AttemptResult notCalled(ActionError error) {
        return new AttemptResult.Failed(error, Optional.empty(), false);
    }
}
