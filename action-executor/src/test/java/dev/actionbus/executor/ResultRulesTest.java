package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.AttemptResult.Suspended;
import dev.actionbus.action.PayloadClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultRulesTest {

    private static final int MAX = 256 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1, {\"a\": null}]", "\"text\"", "12.5", "null", " true "})
    void anyJsonValueIsAResult(String json) {
        Succeeded result = new Succeeded(json);
        assertThat(checked(result)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "{}}", "1 2", "{a: 1}", "done", "[1,]", "\"\ud800\""})
    void whatIsNotJsonFailsForGood(String text) {
        assertThat(code(checked(new Succeeded(text)))).isEqualTo("RESULT_NOT_JSON");
    }

    @Test
    void aResultHasSoManyBytesInUtf8() {
        int max = MAX;
        Succeeded fits = new Succeeded("\"" + "x".repeat(max - 2) + "\"");
        assertThat(checked(fits)).isEqualTo(fits);
        assertThat(code(checked(new Succeeded("\"" + "x".repeat(max - 1) + "\""))))
                .isEqualTo("RESULT_TOO_LARGE");
        assertThat(code(checked(new Succeeded("\"" + "é".repeat(max / 2) + "\""))))
                .isEqualTo("RESULT_TOO_LARGE");
    }

    @Test
    void aResultCannotClaimWhatOthersHaveLeft() {
        String digest = "a".repeat(64);
        PayloadClaim claim = new PayloadClaim(digest, digest, 300_000);
        assertThat(code(checked(new Succeeded(claim.json())))).isEqualTo("RESULT_INVALID");
    }

    @Test
    void anExceptionIsARetryableFailureInOneLine() {
        AttemptResult thrown = ResultRules.thrown(new IllegalStateException("first\nsecond"));
        assertThat(thrown)
                .isEqualTo(
                        new Failed(
                                ActionError.retryable(
                                        "HANDLER_EXCEPTION",
                                        "java.lang.IllegalStateException: first")));
    }

    @Test
    void controlCharactersOfAMessageAreEscaped() {
        AttemptResult thrown =
                ResultRules.thrown(new IllegalStateException("\u001b]0;x\u0007\u202e"));
        assertThat(((Failed) thrown).error().message())
                .isEqualTo("java.lang.IllegalStateException: \\u001b]0;x\\u0007\\u202e");
    }

    @Test
    void detailsThatAreNotJsonAreLeftOut() {
        Failed failed = new Failed(new ActionError("X", "m", true, Optional.of("not json")));
        assertThat(checked(failed))
                .isEqualTo(new Failed(new ActionError("X", "m", true, Optional.empty())));
    }

    @Test
    void anAttemptIsSuspendedForAtMost30Days() {
        Suspended month = new Suspended(NOW.plus(Duration.ofDays(30)));
        assertThat(checked(month)).isEqualTo(month);
        Suspended longer = new Suspended(month.until().plusMillis(1));
        assertThat(code(checked(longer))).isEqualTo("SUSPEND_TOO_LONG");
    }

    private static AttemptResult checked(AttemptResult result) {
        return ResultRules.checked(result, MAX, NOW);
    }

    private static String code(AttemptResult result) {
        return result instanceof Failed failed ? failed.error().code() : "none";
    }
}
