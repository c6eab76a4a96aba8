package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.AttemptResult.Suspended;
import dev.actionbus.action.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that leave the rest to somebody outside. */
final class SuspensionIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir Path directory = Path.of("");

    @Test
    void aCommandSuspendsForATimeOrUntilOne() {
        Bench bench = new Bench(directory);
        assertThat(suspends(bench, "{\"suspend\": {\"for\": \"90m\"}}"))
                .isEqualTo(new Suspended(Bench.NOW.plusSeconds(5_400)));
        assertThat(suspends(bench, "{\"suspend\": {\"until\": \"2026-03-02T00:00:00Z\"}}"))
                .isEqualTo(new Suspended(Instant.parse("2026-03-02T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "not JSON",
                "{\"suspend\": \"1h\"}",
                "{\"suspend\": {}}",
                "{\"suspend\": {\"for\": \"soon\"}}",
                "{\"suspend\": {\"until\": \"tomorrow\"}}",
                "{\"suspend\": {\"for\": \"1h\", \"until\": \"2026-03-02T00:00:00Z\"}}"
            })
    void withoutATimeItFailsForGood(String printed) {
        var error = Bench.error(suspends(new Bench(directory), printed));
        assertThat(error.code()).isEqualTo("SUSPEND_INVALID");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void noResultSuspends() {
        String result = "{\"suspend\": {\"for\": \"1h\"}}";
        assertThat(new Bench(directory).succeeds("{}", "printf '%s' '" + result + "'"))
                .isEqualTo(result);
    }

    @Test
    void aCommandFindsItsTokenAndWhereItGoes() {
        Attempt plain = Bench.attempt("{}", LONG);
        URI url = URI.create("http://127.0.0.1:8080/v1/callbacks");
        Attempt attempt =
                new Attempt(
                        plain.actionId(),
                        plain.number(),
                        plain.call(),
                        plain.deadline(),
                        plain.checkpoint(),
                        plain.traceparent(),
                        new Attempt.Voice(
                                Progress.UNHEARD,
                                Optional.of(new Attempt.Callback("t-o_ken", Optional.of(url)))));
        String print = "printf '\"%s %s\"' \"$ACTION_CALLBACK_TOKEN\" \"$ACTION_CALLBACK_URL\"";
        Bench bench = new Bench(directory);
        assertThat(bench.handler(print).handle(attempt))
                .isEqualTo(new Succeeded("\"t-o_ken " + url + "\""));
        assertThat(bench.handler(print).handle(plain)).isEqualTo(new Succeeded("\" \""));
    }

    private static AttemptResult suspends(Bench bench, String printed) {
        return bench.handler("printf '%s' '" + printed + "'", "exit 79")
                .handle(Bench.attempt("{}", LONG));
    }
}
