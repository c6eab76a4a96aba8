package dev.actionbus.gateway;

import static dev.actionbus.gateway.Asked.NOW;
import static dev.actionbus.gateway.Asked.bytes;
import static dev.actionbus.gateway.Asked.good;
import static dev.actionbus.gateway.Asked.head;
import static dev.actionbus.gateway.Asked.read;
import static dev.actionbus.gateway.Asked.refused;
import static dev.actionbus.gateway.Asked.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.action.Timing;
import dev.actionbus.action.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RequestJsonTest {

    private static final String NONE = "";

    static Stream<Arguments> badBodies() {
        String deep = "[".repeat(100_000);
        String longText = "x".repeat(256 * 1024 + 1);
        return Stream.of(
                arguments("", "BODY_MISSING", NONE),
                arguments(" \n ", "BODY_MISSING", NONE),
                arguments("{", "JSON_SYNTAX", NONE),
                arguments("{\"name\":\"a\"} {}", "JSON_SYNTAX", NONE),
                arguments("{\"name\":\"a\",\"name\":\"b\"}", "JSON_SYNTAX", NONE),
                arguments("{\"name\":\"a\",\"params\":{\"x\":1", "JSON_SYNTAX", NONE),
                arguments("[]", "BODY_NOT_OBJECT", NONE),
                arguments("\"x\"", "BODY_NOT_OBJECT", NONE),
                arguments("42", "BODY_NOT_OBJECT", NONE),
                arguments("null", "BODY_NOT_OBJECT", NONE),
                arguments("{\"name\":\"a\",\"foo\":1}", "FIELD_UNKNOWN", "/foo"),
                arguments("{\"name\":\"a\",\"a/b~\":1}", "FIELD_UNKNOWN", "/a~1b~0"),
                arguments("{}", "FIELD_MISSING", "/name"),
                arguments("{\"name\":null}", "FIELD_MISSING", "/name"),
                arguments("{\"name\":7}", "FIELD_INVALID", "/name"),
                arguments("{\"name\":\"\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\" \"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"" + "a".repeat(257) + "\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"../../etc\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"a\\u0000b\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"\uD83D\uDE00\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"a\u202Eb\"}", "NAME_INVALID", "/name"),
                arguments("{\"name\":\"\\ud800\"}", "ENCODING", "/name"),
                arguments("{\"name\":\"a\",\"version\":0}", "VERSION_INVALID", "/version"),
                arguments(
                        "{\"name\":\"a\",\"version\":9999999999}",
                        "NUMBER_OUT_OF_RANGE",
                        "/version"),
                arguments("{\"name\":\"a\",\"version\":1.5}", "FIELD_INVALID", "/version"),
                arguments("{\"name\":\"a\",\"params\":[]}", "PARAMS_NOT_OBJECT", "/params"),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":" + deep + "}}",
                        "JSON_TOO_DEEP",
                        "/params"),
                arguments(deep, "JSON_TOO_DEEP", NONE),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":\"" + longText + "\"}}",
                        "JSON_LIMIT",
                        "/params"),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"" + longText + "\":1}}", "JSON_LIMIT", NONE),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":1e999999999}}",
                        "NUMBER_OUT_OF_RANGE",
                        "/params"),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":9007199254740993}}",
                        "NUMBER_OUT_OF_RANGE",
                        "/params"),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":" + "1".repeat(10_000) + "}}",
                        "NUMBER_OUT_OF_RANGE",
                        NONE),
                arguments("{\"name\":\"a\",\"params\":{\"x\":NaN}}", "NUMBER_OUT_OF_RANGE", NONE),
                arguments(
                        "{\"name\":\"a\",\"params\":{\"x\":-0}}", "NUMBER_OUT_OF_RANGE", "/params"),
                arguments("{\"name\":\"a\",\"params\":{\"x\":\"\\ud800\"}}", "ENCODING", "/params"),
                arguments("{\"name\":\"a\",\"labels\":{\"x\":1}}", "FIELD_INVALID", "/labels"),
                arguments("{\"name\":\"a\",\"mode\":\"twice\"}", "FIELD_INVALID", "/mode"),
                arguments(
                        "{\"name\":\"a\",\"partitionKey\":\"\"}",
                        "PARTITION_KEY_INVALID",
                        "/partitionKey"),
                arguments(
                        "{\"name\":\"a\",\"inputs\":[{\"name\":\"x\"}]}",
                        "FIELD_MISSING",
                        "/inputs/0/namespace"),
                arguments(
                        "{\"name\":\"a\",\"outputs\":[{\"uri\":\"x\"}]}",
                        "FIELD_UNKNOWN",
                        "/outputs/0/uri"),
                arguments("\uFEFF{\"name\":\"a\"}", "ENCODING", NONE));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void aBadBodyIsRefusedWithItsCodeAndPlace(String body, String code, String pointer) {
        Problem problem = refused(bytes(body), head("k"));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.pointer().orElse(NONE)).isEqualTo(pointer);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).hasSizeLessThan(160).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxAttempts\":0}|/retry",
                "{\"maxAttempts\":-1}|/retry",
                "{\"maxAttempts\":1000000000}|/retry",
                "{\"backoff\":\"soon\"}|/retry/backoff",
                "{\"backoff\":\"-PT1S\"}|/retry/backoff",
                "{\"backoff\":\"PT99999999H\"}|/retry/backoff",
                "{\"backoff\":\"2s\",\"maxBackoff\":\"1s\"}|/retry",
                "{\"factor\":0.5}|/retry",
                "{\"jitter\":2}|/retry",
            })
    void aRetryPolicyThatCanNotBeIsRefused(String retry, String pointer) {
        Problem problem = refused(bytes("{\"name\":\"a\",\"retry\":" + retry + "}"), head("k"));

        assertThat(problem.code()).isEqualTo("RETRY_INVALID");
        assertThat(problem.pointer()).contains(pointer);
    }

    @Test
    void modeOnceAllowsOneAttempt() {
        String twice = "{\"name\":\"a\",\"mode\":\"once\",\"retry\":{\"maxAttempts\":2}}";
        String unsaid = "{\"name\":\"a\",\"mode\":\"once\",\"retry\":{\"backoff\":\"1s\"}}";

        assertThat(refused(bytes(twice), head("k")).code()).isEqualTo("RETRY_INVALID");
        assertThat(good(unsaid).handling().retry().orElseThrow().maxAttempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"deadline\":\"2025-12-31T23:59:59Z\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"2026-01-01T00:00:00Z\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"-PT1S\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"0s\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"721h\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"2026-01-31T00:00:01Z\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"tomorrow\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":\"2026-01-02\"|DEADLINE_INVALID|/deadline",
                "\"deadline\":1767225600|FIELD_INVALID|/deadline",
                "\"startBy\":\"2025-12-31T23:59:59Z\"|DEADLINE_INVALID|/startBy",
                "\"delay\":\"1h\",\"deadline\":\"30m\"|DEADLINE_INVALID|/deadline",
                "\"delay\":\"soon\"|DELAY_INVALID|/delay",
                "\"delay\":\"1s\",\"runAt\":\"2026-01-02T00:00:00Z\"|DELAY_INVALID|/delay",
                "\"runAt\":\"2027-01-02T00:00:00Z\"|RUN_AT_INVALID|/runAt",
                "\"runAt\":\"-1000000000-01-01T00:00:00Z\"|RUN_AT_INVALID|/runAt",
                "\"timeout\":\"0s\"|TIMEOUT_INVALID|/timeout",
                "\"timeout\":\"PT0.0001S\"|TIMEOUT_INVALID|/timeout",
                "\"lane\":\"\"|LANE_INVALID|/lane",
                "\"lane\":\"a\",\"partitionKey\":\"b\"|LANE_INVALID|/lane",
                "\"priority\":101|PRIORITY_INVALID|/priority",
                "\"priority\":\"high\"|FIELD_INVALID|/priority",
                "\"retry\":{\"totalTimeout\":\"0s\"}|RETRY_INVALID|/retry",
                "\"retry\":{\"pauseWhenExhausted\":1}|FIELD_INVALID|/retry/pauseWhenExhausted",
                "\"idempotencyKey\":\"k\"|FIELD_UNKNOWN|/idempotencyKey",
            })
    void aTimeOrTurnThatCanNotBeIsRefused(String fields, String code, String pointer) {
        Problem problem = refused(bytes("{\"name\":\"a\"," + fields + "}"), head("k"));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.pointer()).contains(pointer);
    }

    @Test
    void timesAreTimesOrSpansFromNow() {
        ActionRequest request =
                good(
                        "{\"name\":\"a\",\"lane\":\"l\",\"priority\":-3,\"delay\":\"1h\","
                                + "\"startBy\":\"PT2H\",\"deadline\":\"2026-01-31T01:00:00+00:00\","
                                + "\"timeout\":\"90s\",\"retry\":{\"totalTimeout\":\"6h\","
                                + "\"pauseWhenExhausted\":true}}");

        assertThat(request.timing())
                .isEqualTo(
                        new Timing(
                                Optional.of(NOW.plusSeconds(3600)),
                                Optional.of(NOW.plusSeconds(7200)),
                                Optional.of(Instant.parse("2026-01-31T01:00:00Z")),
                                Optional.of(Duration.ofSeconds(90))));
        assertThat(request.turn()).isEqualTo(new Turn(Optional.of("l"), -3));
        assertThat(request.identity().partitionKey()).contains("l");
        assertThat(request.handling().retry().orElseThrow().exhaustion())
                .isEqualTo(new RetryPolicy.Exhaustion(Optional.of(Duration.ofHours(6)), true));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
        byte[] utf16 = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16);

        assertThat(refused(overlong, head("k")).code()).isEqualTo("ENCODING");
        assertThat(refused(utf16, head("k")).code()).isEqualTo("ENCODING");
    }

    @Test
    void theReplacementCharacterIsACharacter() {
        assertThat(good("{\"name\":\"a\",\"params\":{\"x\":\"\uFFFD\"}}").params())
                .isEqualTo("{\"x\":\"\uFFFD\"}");
    }

    @Test
    void aBodyOfOneByteTooManyIsTooLarge() {
        String start = "{\"name\":\"a\"";
        String fits = start + " ".repeat(RequestJson.MAX_BODY - start.length() - 1) + "}";

        assertThat(read(bytes(fits), head("k"))).isInstanceOf(RequestJson.Parsed.Good.class);
        Problem problem = refused(bytes(fits + " "), head("k"));
        assertThat(problem.status()).isEqualTo(413);
        assertThat(problem.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void syntaxErrorsHaveAPlace() {
        assertThat(refused(bytes("{\n  \"name\": oops}"), head("k")).detail())
                .contains("line 2, column");
    }

    @Test
    void paramsAreKeptToTheLetter() {
        String params = "{ \"z\" : 1.50,\n\"\u00e4\":[ true , \"\\u00e9\uD83D\uDE00\" ] }";
        String filler = "x".repeat(50_000);

        assertThat(good("{\"name\":\"a\", \"params\" : " + params + " ,\"version\":2}").params())
                .isEqualTo(params);
        assertThat(good("{\"params\":{\"f\":\"" + filler + "\"},\"name\":\"a\"}").params())
                .isEqualTo("{\"f\":\"" + filler + "\"}");
        assertThat(good("{\"name\":\"a\"}").params()).isEqualTo("{}");
    }

    @Test
    void everyFieldArrives() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        RequestHead head =
                new RequestHead(Optional.of("application/json"), List.of("key-1"), List.of(trace));
        ActionRequest request =
                request(
                        bytes(
                                """
                                {"name":"train","version":3,"params":{"a":1},"partitionKey":"p",
                                 "mode":"retry","correlationId":"c","causationId":"e",
                                 "retry":{"maxAttempts":7,"backoff":"500ms","factor":3,
                                  "maxBackoff":"PT1M","jitter":0.5,"nonRetryable":["BAD"]},
                                 "inputs":[{"namespace":"s","name":"in","version":"1"}],
                                 "outputs":[{"namespace":"s","name":"out","digest":"sha256:00"}],
                                 "labels":{"team":"ml"}}
                                """),
                        head);

        assertThat(request.identity().name()).isEqualTo("train");
        assertThat(request.identity().version()).isEqualTo(3);
        assertThat(request.identity().key().value()).isEqualTo("key-1");
        assertThat(request.identity().partitionKey()).contains("p");
        assertThat(request.handling().mode()).contains(Mode.RETRY);
        var retry = request.handling().retry().orElseThrow();
        assertThat(retry.maxAttempts()).isEqualTo(7);
        assertThat(retry.backoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(retry.maxBackoff()).isEqualTo(Duration.ofMinutes(1));
        assertThat(retry.nonRetryable()).containsExactly("BAD");
        assertThat(request.origin().principal()).isEqualTo("anonymous");
        assertThat(request.origin().correlationId()).contains("c");
        assertThat(request.origin().causationId()).contains("e");
        assertThat(request.origin().traceparent()).contains(trace);
        assertThat(request.origin().labels()).isEqualTo(Map.of("team", "ml"));
        assertThat(request.data().inputs())
                .containsExactly(new DataRef("s", "in", Optional.of("1"), Optional.empty()));
        assertThat(request.data().outputs())
                .containsExactly(
                        new DataRef("s", "out", Optional.empty(), Optional.of("sha256:00")));
    }

    @Test
    void aProblemEchoesLittleAndNoControlCharacters() {
        String field = "\\u001b]0;\\u202e" + "x".repeat(200);
        Problem problem = refused(bytes("{\"" + field + "\":1}"), head("k"));

        String json = new String(problem.answer("/v1/actions").body(), StandardCharsets.UTF_8);
        assertThat(problem.pointer().orElseThrow().length()).isLessThanOrEqualTo(65);
        assertThat(json.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        assertThat(json)
                .startsWith("{\"type\":\"https://actionbus.dev/problems/field-unknown\"")
                .contains("\"title\":\"Field unknown\",\"status\":400,\"code\":\"FIELD_UNKNOWN\"")
                .contains("\"instance\":\"/v1/actions\"");
    }
}
