package dev.actionbus.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch: one answer a line, in order, while the lines are still coming. */
@ExtendWith(SharedBus.class)
final class BatchIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final int MIB = 1 << 20;

    private final BusClient client;
    private final String url;

    BatchIT(BusProcess bus) {
        url = bus.url();
        client = new BusClient(url);
    }

    @Test
    void everyLineHasItsAnswerInOrderAndMoreThanABodyMayHaveIsNoMatter() {
        String run = UUID.randomUUID().toString();
        String text = "x".repeat(600);
        List<String> lines =
                IntStream.range(0, 3000)
                        .mapToObj(i ->
                                i % 100 == 7
                                        ? "{\"name\":\"echo\",\"foo\":" + i + "}"
                                        : line("echo", run + "-" + i, "\"" + text + "\""))
                        .toList();
        String body = String.join("\n", lines) + "\n";
        assertThat(body.length()).isGreaterThan(MIB * 3 / 2);

        List<JsonNode> answers = send(body, "");

        assertThat(answers).hasSize(3000);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = answers.get(i);
            if (i % 100 == 7) {
                assertThat(answer.path("code").asText()).isEqualTo("FIELD_UNKNOWN");
                assertThat(answer.path("instance").asText()).endsWith("#" + (i + 1));
            } else {
                assertThat(answer.path("idempotencyKey").asText()).isEqualTo(run + "-" + i);
                assertThat(answer.path("status").asText())
                        .isIn("ADMITTED", "REQUESTED"); // the latter after 5 s on a busy machine
            }
        }
    }

    @Test
    void aLineThatIsTooLongOrAConflictDisturbsNoOther() {
        String run = UUID.randomUUID().toString();
        String body =
                String.join(
                        "\n",
                        line("echo", run, "1"),
                        "{\"name\":\"echo\",\"params\":{\"s\":\"" + "s".repeat(MIB) + "\"}}",
                        line("echo", run, "2"),
                        line("echo", run, "1"),
                        "[]",
                        line("echo", run + "b", "3"));

        List<JsonNode> answers = send(body, "?wait=30");

        assertThat(answers)
                .extracting(answer -> answer.path("status").asText())
                .containsExactly("COMPLETED", "413", "422", "COMPLETED", "400", "COMPLETED");
        assertThat(answers.get(0).path("result").path("v").asInt()).isEqualTo(1);
        assertThat(answers.get(3).path("replayed").asBoolean()).isTrue();
        assertThat(answers.get(0).has("replayed")).isFalse();
    }

    @Test
    void anAnswerComesBeforeTheNextLineIsSent() throws IOException {
        URI at = URI.create(url);
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /v1/actions:batch HTTP/1.1\r\nHost: bus\r\nContent-Type: "
                                    + NDJSON
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (int i = 0; i < 3; i++) {
                String key = UUID.randomUUID().toString();
                String line = line("echo", key, "1") + "\n";
                out.write(
                        (Integer.toHexString(line.length()) + "\r\n" + line + "\r\n")
                                .getBytes(UTF_8));
                String read = in.readLine();
                while (!read.startsWith("{")) {
                    read = in.readLine();
                }
                assertThat(read).contains(key);
            }
            out.write("0\r\n\r\n".getBytes(UTF_8));
            assertThat(in.lines().limit(3).toList()).contains("0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,*/*,'',415,CONTENT_TYPE_UNSUPPORTED",
        "application/x-ndjson,image/png,'',406,NOT_ACCEPTABLE",
        "application/x-ndjson,*/*,?wait=soon,400,WAIT_INVALID"
    })
    void whatIsNoBatchIsRefused(String type, String accept, String query, int status, String code) {
        BusClient.Answer answer =
                client.send(
                        client.request("/v1/actions:batch" + query)
                                .header("Content-Type", type)
                                .header("Accept", accept)
                                .POST(HttpRequest.BodyPublishers.ofString("{}\n")));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void anEmptyBatchHasNoAnswers() {
        assertThat(send("", "")).isEmpty();
        assertThat(send("\n\r\n", "")).isEmpty();
    }

    private List<JsonNode> send(String body, String query) {
        BusClient.Answer answer =
                client.send(
                        client.request("/v1/actions:batch" + query)
                                .header("Content-Type", NDJSON)
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo(NDJSON);
        return answer.body().lines().map(BusClient::parse).collect(Collectors.toList());
    }

    private static String line(String name, String key, String value) {
        return "{\"name\":\""
                + name
                + "\",\"idempotencyKey\":\""
                + key
                + "\",\"params\":{\"v\":"
                + value
                + "}}";
    }
}
