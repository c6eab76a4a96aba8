package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /** Of a running bus. */
    static List<List<String>> of(JsonNode declared) {
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
                        "PARAMS",
                        "EXECUTOR",
                        "DECLARED"));
        for (JsonNode handler : declared.path("handlers")) {
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
                            handler.path("paramsSchema").asBoolean() ? "schema" : "any",
                            handler.path("executor").asText(),
                            handler.path("declaredAt").asText()));
        }
        return rows;
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
