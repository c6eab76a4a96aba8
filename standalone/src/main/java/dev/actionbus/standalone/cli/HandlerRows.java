package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Handlers as a table; the first row is the head. */
final class HandlerRows {

    private HandlerRows() {}

    /** Of manifests. */
    static List<List<String>> of(HandlerCatalog catalog) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "VERSION", "KIND", "MODE", "TIMEOUT", "ATTEMPTS", "FROM"));
        for (Handler handler : catalog.handlers()) {
            rows.add(
                    List.of(
                            handler.name(),
                            String.valueOf(handler.version()),
                            handler.kind().name(),
                            handler.mode().name(),
                            handler.timeout().toSeconds() + "s",
                            String.valueOf(handler.retry().maxAttempts()),
                            handler.source().toString()));
        }
        return rows;
    }

    /**
     * Of a running bus.
     *
     * @param limits how they stand, those that most wait for
     */
    static List<List<String>> of(JsonNode declared, JsonNode limits) {
        Map<String, Standing> standing = standing(limits);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "NAME",
                        "VERSION",
                        "POOL",
                        "KIND",
                        "MODE",
                        "TIMEOUT",
                        "ATTEMPTS",
                        "LIMITS",
                        "RUNNING",
                        "WAITING",
                        "PARAMS",
                        "EXECUTOR",
                        "DECLARED"));
        for (JsonNode handler : declared.path("handlers")) {
            String id = handler.path("name").asText() + "@" + handler.path("version").asText();
            Standing now = standing.getOrDefault(id, Standing.IDLE);
            boolean limited = !handler.path("limits").isEmpty();
            rows.add(
                    List.of(
                            handler.path("name").asText(),
                            handler.path("version").asText(),
                            handler.path("pool").asText(),
                            handler.path("kind").asText(),
                            handler.path("mode").asText(),
                            seconds(handler.path("timeoutMillis")),
                            handler.path("retry").path("maxAttempts").asText(),
                            limits(handler.path("limits")),
                            limited ? String.valueOf(now.running()) : "",
                            limited ? String.valueOf(now.waiting()) : "",
                            handler.path("paramsSchema").asBoolean() ? "schema" : "any",
                            handler.path("executor").asText(),
                            handler.path("declaredAt").asText()));
        }
        return rows;
    }

    /**
     * Of one handler, at all values of its limits' keys.
     *
     * @param running attempts that hold a turn
     * @param waiting attempts that wait for one
     */
    private record Standing(int running, int waiting) {
        static final Standing IDLE = new Standing(0, 0);

        Standing and(Standing other) {
            return new Standing(running + other.running, waiting + other.waiting);
        }
    }

    /** By handler, from names such as {@code concurrency:train@1/a100}. */
    private static Map<String, Standing> standing(JsonNode limits) {
        Map<String, Standing> all = new HashMap<>();
        for (JsonNode limit : limits.path("limits")) {
            String name = limit.path("limit").asText();
            String behind = name.substring(name.indexOf(':') + 1);
            int slash = behind.indexOf('/');
            all.merge(
                    slash < 0 ? behind : behind.substring(0, slash),
                    new Standing(limit.path("running").asInt(), limit.path("waiting").asInt()),
                    Standing::and);
        }
        return all;
    }

    /** As in {@code 4 at once by params.gpu, 100 in 60s}. */
    private static String limits(JsonNode limits) {
        List<String> all = new ArrayList<>();
        JsonNode concurrency = limits.path("concurrency");
        if (concurrency.isObject()) {
            all.add(concurrency.path("permits").asText() + " at once" + by(concurrency));
        }
        JsonNode rate = limits.path("rate");
        if (rate.isObject()) {
            all.add(
                    "%s in %s%s"
                            .formatted(
                                    rate.path("permits").asText(),
                                    seconds(rate.path("perMillis")),
                                    by(rate)));
        }
        JsonNode pool = limits.path("pool");
        if (pool.isObject()) {
            all.add(pool.path("permits").asText() + " at once in the pool");
        }
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    private static String by(JsonNode limit) {
        return limit.has("key") ? " by " + limit.path("key").asText() : "";
    }

    private static String seconds(JsonNode millis) {
        Duration time = Duration.ofMillis(millis.asLong());
        return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
