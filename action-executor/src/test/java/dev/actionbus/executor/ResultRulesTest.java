package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1, {\"a\": null}]", "\"text\"", "12.5", "null", " true "})
    void anyJsonValueIsAResult(String json) {
        Succeeded result = new Succeeded(json);
        assertThat(ResultRules.checked(result)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "{}}", "1 2", "{a: 1}", "done", "[1,]", "\"\ud800\""})
    void whatIsNotJsonFailsForGood(String text) {
        assertThat(code(ResultRules.checked(new Succeeded(text)))).isEqualTo("RESULT_NOT_JSON");
    }

    @Test
    void aResultHasAtMost256KibibytesInUtf8() {
        int max = ResultRules.MAX_RESULT_BYTES;
        Succeeded fits = new Succeeded("\"" + "x".repeat(max - 2) + "\"");
        assertThat(ResultRules.checked(fits)).isEqualTo(fits);
        assertThat(code(ResultRules.checked(new Succeeded("\"" + "x".repeat(max - 1) + "\""))))
                .isEqualTo("RESULT_TOO_LARGE");
        assertThat(code(ResultRules.checked(new Succeeded("\"" + "é".repeat(max / 2) + "\""))))
                .isEqualTo("RESULT_TOO_LARGE");
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
        assertThat(ResultRules.checked(failed))
                .isEqualTo(new Failed(new ActionError("X", "m", true, Optional.empty())));
    }

    private static String code(AttemptResult result) {
        return result instanceof Failed failed ? failed.error().code() : "none";
    }
}
