package dev.actionbus.executor.handler;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Suspended;
import dev.actionbus.document.Spans;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A command leaves the rest to somebody outside: it exits with {@value #STATUS} and has printed
 * {@code {"suspend": {"for": "1h"}}} or {@code {"suspend": {"until": "2026-01-31T12:00:00Z"}}}. An
 * exit status, because no result may mean it: a command may print what others have written.
 */
final class Suspension {

    /** The first one beyond those of sysexits(3). */
    static final int STATUS = 79;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Suspension() {}

    static AttemptResult asked(Tail stdout, Instant now) {
        return until(stdout, now)
                .<AttemptResult>map(Suspended::new)
                .orElseGet(() ->
                        new Failed(
                                ActionError.permanent(
                                        "SUSPEND_INVALID",
                                        "exit 79, but stdout is not {\"suspend\": {\"for\": \"1h\"}}"
                                                + " or {\"suspend\": {\"until\": TIME}}")));
    }

    private static Optional<Instant> until(Tail stdout, Instant now) {
        if (stdout.dropped() > 0) {
            return Optional.empty();
        }
        try {
            JsonNode asked = JSON.readTree(stdout.bytes()).path("suspend");
            return asked.size() != 1
                    ? Optional.empty()
                    : Spans.parse(asked.path("for").asText())
                            .map(now::plus)
                            .or(() -> instant(asked.path("until").asText()));
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
