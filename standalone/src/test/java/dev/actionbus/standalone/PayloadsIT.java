package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Params with a schema, and params and results that are too large for a record, on a whole bus. */
@ExtendWith(SharedBus.class)
final class PayloadsIT {

    private static final int INLINE = 256 * 1024;
    private static final int LARGEST_RESULT = 16 << 20;
    private static final String HARD =
            "\"n\": 0.1000, \"m\" : 1E2, \"i\":9007199254740991, \"t\": \"\\u00e9\\/\\ud83d\\ude00\"";

    private final BusProcess bus;
    private final BusClient client;

    PayloadsIT(BusProcess bus) {
        this.bus = bus;
        client = new BusClient(bus.url());
    }

    @BeforeEach
    void theSchemaIsKnown() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/v1/handlers").body(), it -> it.contains("\"strict\""));
    }

    @Test
    void paramsThatTheHandlerDoesNotTakeAreRefusedWhereverTheyComeFrom() {
        String wrong = "{\"name\":\"strict\",\"params\":{\"n\":\"x\",\"list\":[\"a\",1]}}";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.send(client.post(wrong)).status(), it -> it == 400);
        BusClient.Answer one = client.send(client.post(wrong));
        assertThat(one.json().path("code").asText()).isEqualTo("PARAMS_INVALID");
        assertThat(one.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/params/list/1", "/params/n");

        BusClient.Answer lines =
                client.send(
                        client.request("/v1/actions:batch")
                                .header("Content-Type", "application/x-ndjson")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                wrong
                                                        + "\n{\"name\":\"strict\",\"params\":{\"n\":1}}\n")));
        List<JsonNode> answers = lines.body().lines().map(BusClient::parse).toList();
        assertThat(answers.get(0).path("code").asText()).isEqualTo("PARAMS_INVALID");
        assertThat(answers.get(1).path("actionId").asText()).isNotEmpty();

        BusClient.Answer schedule =
                client.send(
                        client.request("/v1/schedules/strict")
                                .header("Content-Type", "application/json")
                                .PUT(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"cron\":\"0 0 1 1 *\",\"action\":"
                                                        + wrong
                                                        + "}")));
        assertThat(schedule.status()).isEqualTo(400);
        assertThat(schedule.json().path("pointer").asText()).startsWith("/action/params/");
        assertThat(client.execute("strict", fresh(), "{\"n\":1}").state()).isEqualTo("COMPLETED");
    }

    @Test
    void largeParamsAndResultsAreTheSameToTheLetterAndOnRecordByTheirDigest() throws IOException {
        String params = "{ " + HARD + ", \"x\":" + filler(700_000) + " }";
        String key = fresh();
        BusClient.Answer done = client.execute("echo", key, params);
        assertThat(done.state()).isEqualTo("COMPLETED");
        assertThat(done.body()).contains("\"result\":" + params);

        String id = done.actionId();
        BusClient.Answer asked = client.get("/v1/actions/" + id + "/result");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("\"result\":" + params);
        BusClient.Answer again = client.execute("echo", key, params.replace("1E2", "100"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).isPresent();
        assertThat(client.execute("echo", key, params.replace("1E2", "101")).status())
                .isEqualTo(422);

        String digest = sha256(params);
        assertThat(stored(digest)).hasContent(params);
        JsonNode view = client.getFresh("/v1/actions/" + id).json();
        for (String part : List.of("params", "result")) {
            assertThat(view.path(part).path("$claim").path("digest").asText()).isEqualTo(digest);
            assertThat(view.path(part).path("$claim").path("bytes").asInt())
                    .isEqualTo(params.getBytes(StandardCharsets.UTF_8).length);
        }
        new EventLog(bus)
                .records("action.events").stream()
                        .filter(record ->
                                new String(record.key(), StandardCharsets.UTF_8).equals(id))
                        .forEach(record -> assertThat(record.value()).hasSizeLessThan(INLINE));
    }

    @Test
    void aRequestOfExactlyTheLargestSizeIsDoneAndOneByteMoreIsRefused() {
        String frame = "{\"name\":\"echo\",\"params\":{\"x\":" + filler(1_000_000) + "}}";
        String largest = frame + " ".repeat((1 << 20) - frame.length());
        BusClient.Answer taken = client.send(client.post(largest).header("Prefer", "wait=30"));
        assertThat(taken.state()).isEqualTo("COMPLETED");
        assertThat(client.send(client.post(largest + " ")).status()).isEqualTo(413);
    }

    @Test
    void whatHasRoomInARecordIsInItAndOneByteMoreIsNot() {
        for (int more : List.of(0, 1)) {
            String frame = "{\"x\":" + filler(250_000) + ",\"y\":\"\"}";
            String params =
                    frame.replace(
                            "\"\"}", "\"" + "y".repeat(INLINE + more - frame.length()) + "\"}");
            BusClient.Answer done = client.execute("echo", fresh(), params);
            assertThat(done.state()).isEqualTo("COMPLETED");
            JsonNode view = client.getFresh("/v1/actions/" + done.actionId()).json();
            assertThat(view.path("params").has("$claim")).isEqualTo(more > 0);
            assertThat(view.path("result").has("$claim")).isEqualTo(more > 0);
        }
    }

    @Test
    void aResultMayHave16MiBAndIsAFailureWithOneByteMore() {
        String end = "\\u00e9\\/\\ud83d\\ude00\"}";
        String begin = "{\"n\":[1e400,0.1000,-0,123456789012345678901234567890],\"t\":\"";
        int most = LARGEST_RESULT - begin.length() - end.length();
        BusClient.Answer largest = client.execute("bulk", fresh(), "{\"bytes\":" + most + "}");
        assertThat(largest.state()).isEqualTo("COMPLETED");
        assertThat(largest.body()).contains(begin + "x").contains("x" + end);
        BusClient.Answer larger = client.execute("bulk", fresh(), "{\"bytes\":" + (most + 1) + "}");
        assertThat(larger.state()).isEqualTo("FAILED");
        assertThat(larger.json().path("error").path("code").asText()).isEqualTo("RESULT_TOO_LARGE");
    }

    @Test
    void aResultThatWasChangedOrIsGoneIsNotToldAsIfItWereIt() throws IOException {
        String params = "{\"x\":" + filler(300_000) + ",\"own\":\"" + fresh() + "\"}";
        String id = client.execute("echo", fresh(), params).actionId();
        Path file = stored(sha256(params));
        Files.writeString(file, params.replace("xxx", "xyx"));
        BusClient.Answer changed = client.get("/v1/actions/" + id + "/result");
        assertThat(changed.status()).isEqualTo(500);
        assertThat(changed.json().path("code").asText()).isEqualTo("PAYLOAD_CORRUPT");
        Files.delete(file);
        BusClient.Answer gone = client.get("/v1/actions/" + id + "/result");
        assertThat(gone.status()).isEqualTo(503);
        assertThat(gone.json().path("code").asText()).isEqualTo("PAYLOAD_MISSING");
        assertThat(gone.retryAfter()).isPresent();
    }

    @Test
    void onTheCommandLineEveryMistakeIsToldAndNumbersKeepTheirDigits() {
        Program.Ran refused = run("submit", "strict", "-p", "n=x", "-p", "list=[1]");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).contains("PARAMS_INVALID", "/params/n: ", "/params/list/0: ");
        Program.Ran done =
                run("submit", "echo", "-p", "x=0.1000", "-p", "y=1 2", "--wait", "-o", "json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"result\":{\"x\":0.1000,\"y\":\"1 2\"}");
    }

    private Program.Ran run(String... args) {
        return Program.run(
                Duration.ofSeconds(60),
                Stream.concat(Stream.of(args), Stream.of("--url", bus.url()))
                        .toArray(String[]::new));
    }

    @Test
    void nobodyCanClaimWhatOthersHaveLeft() {
        String claim =
                "{\"$claim\":{\"bytes\":300000,\"canonical\":\"%1$s\",\"digest\":\"%1$s\"}}"
                        .formatted("a".repeat(64));
        BusClient.Answer refused = client.execute("echo", fresh(), claim);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("PARAMS_INVALID");
    }

    @Test
    void manyLargeOnesAtOnceAreTakenOrToldToComeBack() {
        String params = "{\"x\":" + filler(400_000) + "}";
        List<CompletableFuture<BusClient.Answer>> all =
                IntStream.range(0, 100)
                        .mapToObj(n -> client.submitting("echo", "many-" + fresh(), params, 30))
                        .toList();
        assertThat(all.stream().map(it -> it.join().status()).toList())
                .contains(200)
                .isSubsetOf(200, 503);
        assertThat(client.execute("echo", fresh(), "{}").state()).isEqualTo("COMPLETED");
    }

    private Path stored(String digest) {
        return bus.data().resolve("payloads").resolve(digest.substring(0, 2)).resolve(digest);
    }

    /** Texts of less than the limit of one. */
    private static String filler(int bytes) {
        return IntStream.range(0, bytes / 10_000)
                .mapToObj(n -> "\"" + "x".repeat(9_997) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
