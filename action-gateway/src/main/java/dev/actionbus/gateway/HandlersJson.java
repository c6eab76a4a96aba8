package dev.actionbus.gateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the executors can perform, as callers read it. */
public final class HandlersJson {

    private static final JsonMapper JSON = new JsonMapper();

    private HandlersJson() {}

    /** In this order. */
    public static Answer of(List<HandlerDeclared> handlers) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("handlers");
        for (HandlerDeclared handler : handlers) {
            ObjectNode one = all.addObject();
            one.put("name", handler.getName())
                    .put("version", handler.getVersion())
                    .put("pool", handler.getPool())
                    .put("kind", handler.getKind())
                    .put("mode", handler.getMode().name())
                    .put("timeoutMillis", handler.getTimeoutMillis());
            one.set("retry", retry(handler.getRetry()));
            one.set("limits", limits(handler));
            one.put("paramsSchema", handler.getParamsSchema() != null)
                    .put("executor", handler.getExecutor())
                    .put("declaredAt", handler.getAt().toString());
        }
        return new Answer(
                200,
                Map.of("Content-Type", "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** They are not known yet, or Kafka does not answer. */
    public static Answer unknown() {
        return Problem.viewUnavailable().answer("/v1/handlers");
    }

    private static ObjectNode retry(RetryPolicy retry) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("maxAttempts", retry.getMaxAttempts())
                        .put("backoffMillis", retry.getBackoffMillis())
                        .put("factor", retry.getFactor())
                        .put("maxBackoffMillis", retry.getMaxBackoffMillis())
                        .put("jitter", retry.getJitter());
        if (retry.getTotalTimeoutMillis() != null) {
            json.put("totalTimeoutMillis", retry.getTotalTimeoutMillis());
        }
        json.put("pauseWhenExhausted", retry.getPauseWhenExhausted());
        retry.getNonRetryable().forEach(json.putArray("nonRetryable")::add);
        return json;
    }

    private static ObjectNode limits(HandlerDeclared handler) {
        ObjectNode limits = JSON.createObjectNode();
        @Nullable ConcurrencyLimit concurrency = handler.getConcurrency();
        if (concurrency != null) {
            keyed(limits.putObject("concurrency"), concurrency.getPermits(), concurrency.getKey());
        }
        @Nullable ConcurrencyLimit pool = handler.getPoolConcurrency();
        if (pool != null) {
            keyed(limits.putObject("pool"), pool.getPermits(), pool.getKey());
        }
        @Nullable RateLimit rate = handler.getRate();
        if (rate != null) {
            keyed(limits.putObject("rate"), rate.getPermits(), rate.getKey())
                    .put("perMillis", rate.getPerMillis());
        }
        return limits;
    }

    private static ObjectNode keyed(ObjectNode limit, int permits, @Nullable String key) {
        limit.put("permits", permits);
        return key == null ? limit : limit.put("key", key);
    }
}
