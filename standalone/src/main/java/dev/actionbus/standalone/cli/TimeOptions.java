package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When an action may begin and must have ended, and behind which others. The bus checks them. */
final class TimeOptions {

    @Option(
            names = "--lane",
            paramLabel = "L",
            description = "Actions of a lane run one after another, in the order of admission.")
    private @Nullable String lane;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Higher goes first where actions wait, -100 to 100 (default: 0).")
    private @Nullable Integer priority;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            description = "Begin after this long, as in 10m.")
    private @Nullable String delay;

    @Option(
            names = "--run-at",
            paramLabel = "T",
            description = "Begin at this time (ISO 8601), as in 2026-01-31T12:00:00Z.")
    private @Nullable String runAt;

    @Option(
            names = "--start-by",
            paramLabel = "T",
            description = "Fail if it has not begun by then: a time or a span from now.")
    private @Nullable String startBy;

    @Option(
            names = "--deadline",
            paramLabel = "T",
            description = "Fail if it has not ended by then: a time or a span from now.")
    private @Nullable String deadline;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Bounds each attempt.")
    private @Nullable String timeout;

    @Option(
            names = "--total-timeout",
            paramLabel = "TIME",
            description = "No further attempt after so long; the bus's own retry policy otherwise.")
    private @Nullable String totalTimeout;

    @Option(
            names = "--pause-when-exhausted",
            description = "Wait for an operator instead of failing when no attempt is left.")
    private boolean pause;

    void putTo(ObjectNode body) {
        put(body, "lane", lane);
        if (priority != null) {
            body.put("priority", priority);
        }
        put(body, "delay", delay);
        put(body, "runAt", runAt);
        put(body, "startBy", startBy);
        put(body, "deadline", deadline);
        put(body, "timeout", timeout);
        if (totalTimeout != null) {
            body.withObject("/retry").put("totalTimeout", totalTimeout);
        }
        if (pause) {
            body.withObject("/retry").put("pauseWhenExhausted", true);
        }
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
