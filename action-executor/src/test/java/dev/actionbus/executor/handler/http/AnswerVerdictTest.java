package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerVerdictTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "\"x\"", "1.50", "true", "null", " {\"a\":1} \n"})
    void anyJsonValueIsAResult(String body) {
        assertThat(Calls.success(verdict(200, "application/json", body))).isEqualTo(body.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/vnd.score+json"
            })
    void anyJsonTypeWillDo(String type) {
        assertThat(Calls.success(verdict(200, type, "{}"))).isEqualTo("{}");
    }

    @Test
    void nothingIsNull() {
        assertThat(Calls.success(verdict(204, "", ""))).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, {",
        "application/json, {} {}",
        "application/json, '{\"a\":1,\"a\":2}'",
        "application/json, NaN",
        "application/json, hello",
        "application/json, ' '",
        "text/html, {}",
        "application/json; charset=utf-16, {}",
        "application/jsonx, {}",
        "'', {}"
    })
    void anythingElseIsInvalid(String type, String body) {
        ActionError error = error(verdict(200, type, body));
        assertThat(error.code()).isEqualTo("RESULT_INVALID");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void bytesThatAreNotUtf8AndEncodedBodiesAreInvalid() {
        AnswerHead head = head(200, "application/json", Optional.empty());
        byte[] latin = "\"ü\"".getBytes(StandardCharsets.ISO_8859_1);
        AnswerHead packed =
                new AnswerHead(
                        200,
                        head.contentType(),
                        Optional.of("gzip"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(error(verdict(head, latin)).code()).isEqualTo("RESULT_INVALID");
        assertThat(error(verdict(packed, "{}".getBytes(StandardCharsets.UTF_8))).code())
                .isEqualTo("RESULT_INVALID");
    }

    @Test
    void aProblemGivesItsCodeAndTitle() {
        String problem =
                "{\"type\":\"about:blank\",\"title\":\"No such\\nmodel\",\"code\":\"MODEL_UNKNOWN\"}";
        ActionError error = error(verdict(422, "application/problem+json", problem));
        assertThat(error.code()).isEqualTo("MODEL_UNKNOWN");
        assertThat(error.message()).isEqualTo("No such\\u000amodel");
        assertThat(error.retryable()).isFalse();
        assertThat(error.details().orElse("")).contains("\"status\":422").contains("about:blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"not upper snake\"}",
                "{\"code\":{}}",
                "{\"code\":7}",
                "[]",
                "{",
                "",
                "%n%n${jndi:ldap://x}"
            })
    void anyOtherBodyLeavesTheStatusAsCode(String body) {
        ActionError error = error(verdict(400, "application/problem+json", body));
        assertThat(error.code()).isEqualTo("HTTP_400");
        assertThat(error.message()).isEqualTo("answered 400");
    }

    @Test
    void aBodyIsQuotedAsDataAndCut() {
        String body = "\u001b]0;owned\u0007<script>" + "x".repeat(5000);
        String details = error(verdict(500, "text/html", body)).details().orElse("");
        assertThat(details)
                .contains("\\\\u001b]0;owned\\\\u0007<script>")
                .doesNotContain("\u001b")
                .hasSizeLessThan(1100);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7000",
        "0, 0",
        "'Sun, 01 Mar 2026 12:00:30 GMT', 30000",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 0",
        "999999999, 86400000",
        "soon, -1",
        "-3, -1",
        "1.5, -1"
    })
    void whoAsksForPatienceGetsIt(String value, long millis) {
        for (int status : new int[] {429, 503}) {
            AnswerHead head = head(status, "text/plain", Optional.of(value));
            Failed failed = Calls.failure(verdict(head, new byte[0]));
            assertThat(failed.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "202, 1h, 2026-03-01T13:00:00Z",
        "202, 30s, 2026-03-01T12:00:30Z",
        "202, 2d, 2026-03-03T12:00:00Z",
        "202, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z"
    })
    void aServiceMayLeaveTheRestToSomebodyElse(int status, String suspend, Instant until) {
        assertThat(verdict(suspending(status, suspend), "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new AttemptResult.Suspended(until));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1", "1w", "-1h", "500ms", "999999999999d", "2026-03-02"})
    void aSpanThatIsNoneIsNotGuessed(String suspend) {
        ActionError error = error(verdict(suspending(202, suspend), new byte[0]));
        assertThat(error.code()).isEqualTo("SUSPEND_INVALID");
        assertThat(error.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "204"})
    void onlyAcceptedSuspends(int status) {
        assertThat(Calls.success(verdict(suspending(status, "1h"), new byte[0]))).isEqualTo("null");
    }

    private static AnswerHead suspending(int status, String suspend) {
        return new AnswerHead(
                status,
                Optional.of("application/json"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(suspend));
    }

    @ParameterizedTest
    @CsvSource({"409, true", "503, false", "504, false", "404, false", "500, true"})
    void theManifestHasTheLastWord(int status, boolean retryable) {
        StatusRules rules = new StatusRules(Set.of(409), Set.of(503, 504));
        Exchanged.Answered answer =
                new Exchanged.Answered(head(status, "text/plain", Optional.empty()), new byte[0]);
        ActionError error = error(new AnswerVerdict(rules, answer, Calls.NOW).result());
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.code()).isEqualTo("HTTP_" + status);
    }

    private static AttemptResult verdict(int status, String type, String body) {
        return verdict(head(status, type, Optional.empty()), body.getBytes(StandardCharsets.UTF_8));
    }

    private static AttemptResult verdict(AnswerHead head, byte[] body) {
        Exchanged.Answered answer = new Exchanged.Answered(head, body);
        return new AnswerVerdict(StatusRules.DEFAULT, answer, Calls.NOW).result();
    }

    private static AnswerHead head(int status, String type, Optional<String> retryAfter) {
        Optional<String> given = Optional.of(type).filter(t -> !t.isEmpty());
        return new AnswerHead(
                status, given, Optional.empty(), Optional.empty(), retryAfter, Optional.empty());
    }

    private static ActionError error(AttemptResult result) {
        return Calls.failure(result).error();
    }
}
