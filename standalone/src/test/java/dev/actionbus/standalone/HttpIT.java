package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong over HTTP, and lists, health and the registry. */
@ExtendWith(SharedBus.class)
final class HttpIT {

    private static final int MIB = 1 << 20;
    private static final String UNKNOWN = "00000000-0000-8000-8000-000000000000";

    private final BusClient client;
    private final String url;

    HttpIT(BusProcess bus) {
        url = bus.url();
        client = new BusClient(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                                        | BODY_MISSING
                    {                                         | JSON_SYNTAX
                    {"name":"echo",}                          | JSON_SYNTAX
                    []                                        | BODY_NOT_OBJECT
                    "x"                                       | BODY_NOT_OBJECT
                    42                                        | BODY_NOT_OBJECT
                    null                                      | BODY_NOT_OBJECT
                    {"name":"echo","foo":1}                   | FIELD_UNKNOWN
                    {"params":{}}                             | FIELD_MISSING
                    {"name":""}                               | NAME_INVALID
                    {"name":" "}                              | NAME_INVALID
                    {"name":"../../etc"}                      | NAME_INVALID
                    {"name":"a\\u0000b"}                      | NAME_INVALID
                    {"name":"echo","params":{"n":NaN}}        | NUMBER_OUT_OF_RANGE
                    {"name":"echo","params":{"n":1e999999999}} | NUMBER_OUT_OF_RANGE
                    {"name":"echo","params":{"s":"\\ud800"}}  | ENCODING
                    {"name":"echo","retry":{"maxAttempts":0}} | RETRY_INVALID
                    """)
    void aBadBodyIs400WithItsCode(String body, String code) {
        assertProblem(client.send(client.post(body).header("Idempotency-Key", "bad")), 400, code);
    }

    @Test
    void deepNestingAndLongNamesAreRefused() {
        String deep = "{\"name\":\"echo\",\"params\":" + "{\"a\":".repeat(100_000);
        assertProblem(client.send(client.post(deep)), 400, "JSON_TOO_DEEP");
        String name = "{\"name\":\"" + "n".repeat(257) + "\"}";
        assertProblem(client.send(client.post(name)), 400, "NAME_INVALID");
        String text = "{\"name\":\"echo\",\"params\":{\"s\":\"" + "s".repeat(300_000) + "\"}}";
        assertProblem(client.send(client.post(text)), 400, "JSON_LIMIT");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u0007x", "schl\u00fcssel"})
    void aBadKeyIs400(String key) throws IOException {
        String head = "Content-Type: application/json\r\nIdempotency-Key: " + key + "\r\n";
        String answer = raw("POST /v1/actions", head, "{\"name\":\"echo\"}");
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("\tat ");
    }

    @Test
    void aLongKeyOrTwoKeysAreRefused() {
        String echo = "{\"name\":\"echo\"}";
        assertProblem(
                client.send(client.post(echo).header("Idempotency-Key", "k".repeat(256))),
                400,
                "IDEMPOTENCY_KEY_INVALID");
        assertProblem(
                client.send(
                        client.post(echo)
                                .header("Idempotency-Key", "a")
                                .header("Idempotency-Key", "b")),
                400,
                "IDEMPOTENCY_KEY_REPEATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=utf-7", "application/xml"})
    void anotherContentTypeIs415(String type) {
        assertProblem(
                client.send(
                        client.request("/v1/actions")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("{\"name\":\"echo\"}"))),
                415,
                "CONTENT_TYPE_UNSUPPORTED");
    }

    @Test
    void anAnswerThatIsNotJsonIs406() {
        assertProblem(
                client.send(client.post("{\"name\":\"echo\"}").header("Accept", "image/png")),
                406,
                "NOT_ACCEPTABLE");
    }

    @Test
    void oneByteTooManyIs413WithAndWithoutContentLength() {
        byte[] body =
                (" ".repeat(MIB - 14) + "{\"name\":\"echo\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(body).hasSize(MIB + 1);
        assertProblem(
                client.send(client.post("").POST(BodyPublishers.ofByteArray(body))),
                413,
                "BODY_TOO_LARGE");
        assertProblem(
                client.send(
                        client.post("")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))),
                413,
                "BODY_TOO_LARGE");
    }

    @Test
    void headersBeyond8KibAre431() throws IOException {
        String head = "X-Big: " + "x".repeat(9000) + "\r\n";
        assertThat(raw("GET /v1/actions", head, "")).startsWith("HTTP/1.1 431");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/actions/" + UNKNOWN + ",404,ACTION_NOT_FOUND",
        "/v1/actions/" + UNKNOWN + "/result,404,ACTION_NOT_FOUND",
        "/v1/actions/nonsense,400,ACTION_ID_INVALID",
        "/v1/actions/nonsense/result,400,ACTION_ID_INVALID",
        "/v1/actions/%2e%2e%2fq,400,ACTION_ID_INVALID",
        "/v1/actions/" + UNKNOWN + "/result?wait=-1,400,WAIT_INVALID",
        "/v1/actions?limit=0,400,LIMIT_INVALID",
        "/v1/actions?limit=-1,400,LIMIT_INVALID",
        "/v1/actions?limit=1000001,400,LIMIT_INVALID",
        "/v1/actions?limit=abc,400,LIMIT_INVALID",
        "/v1/actions?cursor=garbage,400,CURSOR_INVALID",
        "/v1/actions?status=perhaps,400,STATUS_INVALID",
        "/v1/actions?name=a%27%20OR%201%3D1,400,NAME_INVALID",
        "/v1/actions?name=%00,400,NAME_INVALID",
        "/v1/actions?nmae=echo,400,PARAMETER_UNKNOWN",
        "/v1/actions?name=a&name=b,400,PARAMETER_REPEATED",
        "/v1/actions?idempotencyKey=%20,400,IDEMPOTENCY_KEY_INVALID",
        "/v1/actions?label=x,400,LABEL_INVALID",
        "/v1/actions?label=x=1&label=x=2,400,LABEL_INVALID",
        "/v1/actions?from=yesterday,400,TIME_INVALID",
        "/v1/actions?from=%2B10000-01-01T00:00:00Z,400,TIME_INVALID",
        "/v1/actions?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z,400,TIME_INVALID",
        "/v1/actions?asOf=0:1,400,PARAMETER_UNKNOWN",
        "/v1/audit/events?limit=0,400,LIMIT_INVALID",
        "/v1/audit/events?limit=1001,400,LIMIT_INVALID",
        "/v1/audit/events?cursor=0000000000000000-0,400,CURSOR_INVALID",
        "/v1/audit/events?status=perhaps,400,STATUS_INVALID",
        "/v1/audit/events?type=ActionAccepted&type=Nothing,400,TYPE_INVALID",
        "/v1/audit/events?name=%00,400,NAME_INVALID",
        "/v1/audit/events?to=now,400,TIME_INVALID",
        "/v1/audit/events?asOf=0:x,400,TIME_INVALID",
        "/v1/audit/events?asOf=0:1&asOf=0:2,400,PARAMETER_REPEATED",
        "/v1/audit/events?tpye=ActionFailed,400,PARAMETER_UNKNOWN",
        "/v1/audit/actions/" + UNKNOWN + "?asOf=0:x,400,TIME_INVALID",
        "/v1/audit/actions/" + UNKNOWN + ",404,ACTION_NOT_FOUND",
        "/v1/audit/actions/" + UNKNOWN + "/proof,404,ACTION_NOT_FOUND",
        "/v1/audit/actions/nonsense,400,ACTION_ID_INVALID",
        "/v1/audit/actions/nonsense/proof,400,ACTION_ID_INVALID",
        "/v1/audit/actions/" + UNKNOWN + "?asOf=yesterday,400,TIME_INVALID",
        "/v1/audit/logs/99/checkpoint,404,LOG_NOT_FOUND",
        "/v1/audit/logs/-1/checkpoint,400,PATH_INVALID",
        "/v1/audit/logs/0/tile/0/1,400,PATH_INVALID",
        "/v1/audit/logs/0/tile/8/000,400,PATH_INVALID",
        "/v1/audit/logs/0/tile/7/000,404,NOT_YET",
        "/v1/audit/logs/0/tile/entries/x999/999,404,NOT_YET",
        "/v1/nothing,404,NOT_FOUND",
    })
    void aBadQuestionHasItsProblem(String path, int status, String code) {
        assertProblem(client.get(path), status, code);
    }

    @Test
    void anotherMethodIs405() {
        assertProblem(
                client.send(client.request("/v1/actions").DELETE()), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void pagesHaveNoGapsAndNoRepeatsNewestFirst() {
        List<String> submitted =
                IntStream.range(0, 120)
                        .mapToObj(i -> client.submitting("journal", "page-" + i, "{}", 30))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .map(BusClient.Answer::actionId)
                        .toList();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.get("/v1/actions?name=journal&status=completed&limit=1000")
                                        .json()
                                        .path("actions")
                                        .size()
                                >= submitted.size());
        List<JsonNode> listed = new ArrayList<>();
        String path = "/v1/actions?name=journal&limit=7";
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = client.get(next).json();
            page.path("actions").forEach(listed::add);
            next = page.has("cursor") ? path + "&cursor=" + page.path("cursor").asText() : "";
        }
        assertThat(listed)
                .extracting(a -> a.path("actionId").asText())
                .doesNotHaveDuplicates()
                .containsAll(submitted);
        assertThat(listed)
                .allSatisfy(a -> assertThat(a.path("name").asText()).isEqualTo("journal"));
        assertThat(listed)
                .extracting(a -> Instant.parse(a.path("acceptedAt").asText()))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(client.get("/v1/actions?name=journal&status=failed").json().path("actions"))
                .isEmpty();
    }

    @Test
    void theLetterOfParamsAndResultIsKept() {
        String params = "{\"n\": 1.10, \"big\": 1e3, \"s\":\"\\u00e9\"}";
        BusClient.Answer done = client.execute("echo", "letter", params);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).contains("\"result\":" + params);
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health/ready,UP",
        "/q/health/live,UP",
        "/q/metrics,actionbus_executor_claims",
        "/q/openapi,/v1/actions",
        "/q/openapi,/v1/audit/events",
        "/q/openapi,idempotencyKey",
        "/q/openapi,asOf",
        "/q/openapi,/v1/actions:batch",
        "/q/openapi,/v1/actions/{id}/events",
        "/q/openapi,/v1/actions/{id}/redrive",
        "/q/openapi,/v1/dead-letters:redrive",
        "/q/openapi,Last-Event-ID",
        "/q/openapi,/v1/workflows/{name}/runs",
        "/q/openapi,/v1/runs/{id}/resume",
        "/subjects,dev.actionbus.event.ActionCompleted",
        "/schemas/ids/1,schema",
    })
    void theOtherDoorsAnswer(String path, String part) {
        BusClient.Answer answer = client.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(part);
    }

    @Test
    void limitsAreToldAndAQuestionThatCanNotBeMeantIsRefused() {
        BusClient.Answer answer = client.get("/v1/limits?prefix=lane:default/nobody&limit=5");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("limits").isArray()).isTrue();
        assertThat(answer.json().path("limits")).isEmpty();
        assertProblem(client.get("/v1/limits?limit=0"), 400, "LIMIT_INVALID");
        assertProblem(client.get("/v1/limits?limit=many"), 400, "LIMIT_INVALID");
        assertProblem(client.get("/v1/limits?here=x"), 400, "HERE_INVALID");
        assertProblem(client.get("/v1/limits?prefx=lane"), 400, "PARAMETER_UNKNOWN");
    }

    private static void assertProblem(BusClient.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("\n");
        assertThat(answer.body()).doesNotContain("\\tat ", "Exception").hasSizeLessThan(1000);
    }

    /** What java.net.http refuses to send. */
    private String raw(String call, String head, String body) throws IOException {
        URI at = URI.create(url);
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(10_000);
            String text =
                    call
                            + " HTTP/1.1\r\nHost: bus\r\nConnection: close\r\n"
                            + head
                            + "Content-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
