package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service is sent. */
@Timeout(60)
final class HttpRequestIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final RudeServer server =
            RudeServer.saying(RudeServer.response(200, "application/json", "{}"));

    @TempDir private Path directory = Path.of("");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void paramsAreTheBodyAndTheAttemptIsInTheHeaders() {
        String params = "{\"text\":\"ünï ; $(x) \\u0000\", \"n\": 1.50}";
        send(
                Map.of("X-Team", new ConfiguredText.Plain("ml")),
                attempt(params, "{\"é\":\n7}", TRACE));

        String request = server.requests().getFirst();
        assertThat(request)
                .startsWith("POST /score?v=%C3%BC HTTP/1.1\r\n")
                .endsWith("\r\n" + params);
        assertThat(headersOf(request))
                .containsEntry("Host", "127.0.0.1:" + server.port())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Content-Digest", digestOf(params))
                .containsEntry("Idempotency-Key", Calls.ID.toString())
                .containsEntry("Action-Id", Calls.ID.toString())
                .containsEntry("Action-Name", "score")
                .containsEntry("Action-Version", "2")
                .containsEntry("Action-Attempt", "3")
                .containsEntry("Action-Deadline", "2026-03-01T12:00:30Z")
                .containsEntry("Action-Checkpoint", "{\"\\u00e9\": 7}")
                .containsEntry("traceparent", TRACE)
                .containsEntry("X-Team", "ml")
                .containsEntry("Connection", "close")
                .doesNotContainKeys("Action-Replay", "Signature", "Transfer-Encoding");
    }

    @Test
    void theTokenIsForTheServiceThatTheManifestNamesAndNotQuoted() {
        Attempt.Callback callback =
                new Attempt.Callback(
                        "secret-token", Optional.of(URI.create("http://bus/v1/callbacks")));
        Attempt plain = attempt("{}", "1", TRACE);
        Attempt attempt =
                new Attempt(
                        plain.actionId(),
                        plain.number(),
                        plain.call(),
                        plain.deadline(),
                        plain.checkpoint(),
                        plain.traceparent(),
                        new Attempt.Voice(plain.progress(), Optional.of(callback)));
        try (RudeServer elsewhere =
                        RudeServer.saying(
                                RudeServer.response(500, "text/plain", "saw secret-token"));
                RudeServer named =
                        RudeServer.saying(
                                "HTTP/1.1 307 X\r\nLocation: "
                                        + elsewhere.url("/")
                                        + "\r\nContent-Length: 0\r\n\r\n")) {
            Failed failed =
                    Calls.failure(Calls.handler(Calls.call(named.url("/"), 1)).handle(attempt));
            assertThat(headersOf(named.requests().getFirst()))
                    .containsEntry("Action-Callback-Token", "secret-token")
                    .containsEntry("Action-Callback-Url", "http://bus/v1/callbacks");
            assertThat(headersOf(elsewhere.requests().getFirst()))
                    .doesNotContainKeys("Action-Callback-Token", "Action-Callback-Url");
            assertThat(failed.error().details().orElseThrow()).doesNotContain("secret-token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", TRACE + "\r\nX-Evil: 1", "00-zz"})
    void aTraceThatIsNoneIsLeftOut(String trace) {
        send(Map.of(), attempt("{}", "1", trace));
        assertThat(headersOf(server.requests().getFirst()))
                .doesNotContainKeys("traceparent", "X-Evil");
    }

    @Test
    void secretsAreReadAtEachCall() throws IOException {
        Path file = directory.resolve("token");
        Map<String, ConfiguredText> headers =
                Map.of("Authorization", new ConfiguredText.FromFile(file));

        Files.writeString(file, "Bearer one\n");
        send(headers, attempt("{}", "1", TRACE));
        Files.writeString(file, "Bearer two\r\n");
        send(headers, attempt("{}", "1", TRACE));

        assertThat(server.requests())
                .extracting(request -> headersOf(request).get("Authorization"))
                .containsExactly("Bearer one", "Bearer two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "ü", " a", "a\u0000"})
    void aSecretThatIsNoHeaderValueSendsNothingAndIsNotQuoted(String secret) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), secret);
        Failed failed =
                Calls.failure(
                        send(
                                Map.of("X-Token", new ConfiguredText.FromFile(file)),
                                attempt("{}", "1", TRACE)));
        assertThat(failed.error().code()).isEqualTo("SECRET_UNUSABLE");
        assertThat(failed.error().message()).contains(file.toString()).doesNotContain("Evil");
        assertThat(failed.called()).isFalse();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServiceThatQuotesASecretInItsErrorIsNotQuoted() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "Bearer " + SECRET);
        String problem =
                "{\"title\":\"no right for %1$s\",\"got\":\"Bearer %1$s\"}".formatted(SECRET);
        try (RudeServer rude =
                RudeServer.saying(RudeServer.response(403, "application/problem+json", problem))) {
            HttpCall call =
                    new HttpCall(
                            "POST",
                            Calls.target(rude.url("/")),
                            Map.of("Authorization", new ConfiguredText.FromFile(file)),
                            StatusRules.DEFAULT,
                            0,
                            Optional.empty());
            Failed failed =
                    Calls.failure(Calls.handler(call).handle(Calls.attempt("{}", Calls.LONG)));

            assertThat(rude.requests().getFirst()).contains("Bearer " + SECRET);
            assertThat(failed.error().message()).isEqualTo("no right for ***");
            assertThat(failed.error().details().orElse(SECRET)).doesNotContain(SECRET);
        }
    }

    @Test
    void aSecretThatIsNotThereSendsNothing() {
        Failed failed =
                Calls.failure(
                        send(
                                Map.of("X-Token", new ConfiguredText.FromEnv("NO_SUCH_VARIABLE_X")),
                                attempt("{}", "1", TRACE)));
        assertThat(failed.error().code()).isEqualTo("SECRET_UNUSABLE");
        assertThat(failed.called()).isFalse();
    }

    @Test
    void aCheckpointThatIsTooLargeForAHeaderSendsNothing() {
        String large = "\"" + "x".repeat(9000) + "\"";
        Failed failed = Calls.failure(send(Map.of(), attempt("{}", large, TRACE)));
        assertThat(failed.error().code()).isEqualTo("CHECKPOINT_TOO_LARGE");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServiceCanCheckAnHmacSignature() throws IOException, GeneralSecurityException {
        Path key = Files.writeString(directory.resolve("key"), SECRET + "\n");
        signed(Signing.Algorithm.HMAC_SHA256, key);

        Map<String, String> headers = headersOf(server.requests().getFirst());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        assertThat(signatureOf(headers)).isEqualTo(mac.doFinal(baseOf(headers)));
        assertThat(headers.get("Signature-Input"))
                .contains(";created=1772366400;keyid=\"k1\";alg=\"hmac-sha256\"")
                .contains("\"content-digest\"", "\"action-id\"", "\"action-attempt\"");
    }

    @Test
    void aServiceCanCheckAnEd25519Signature() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem =
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                        .formatted(
                                Base64.getMimeEncoder()
                                        .encodeToString(pair.getPrivate().getEncoded()));
        signed(Signing.Algorithm.ED25519, Files.writeString(directory.resolve("key"), pem));

        Map<String, String> headers = headersOf(server.requests().getFirst());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update(baseOf(headers));
        assertThat(signature.verify(signatureOf(headers))).isTrue();
    }

    @Test
    void aKeyThatIsNoneSendsNothingAndIsNotQuoted() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "hunter2");
        for (Signing.Algorithm algorithm : Signing.Algorithm.values()) {
            Failed failed = Calls.failure(signed(algorithm, key));
            assertThat(failed.error().code()).isEqualTo("SECRET_UNUSABLE");
            assertThat(failed.error().message()).doesNotContain("hunter2");
        }
        assertThat(server.requests()).isEmpty();
    }

    private AttemptResult signed(Signing.Algorithm algorithm, Path key) {
        Signing signing = new Signing(algorithm, "k1", new ConfiguredText.FromFile(key));
        return send(Map.of(), Optional.of(signing), attempt("{\"a\":1}", "1", TRACE));
    }

    private AttemptResult send(Map<String, ConfiguredText> headers, Attempt attempt) {
        return send(headers, Optional.empty(), attempt);
    }

    private AttemptResult send(
            Map<String, ConfiguredText> headers, Optional<Signing> signing, Attempt attempt) {
        Target target = Calls.target(server.url("/score?v=%C3%BC"));
        HttpCall call = new HttpCall("POST", target, headers, StatusRules.DEFAULT, 0, signing);
        return Calls.handler(call).handle(attempt);
    }

    private static Attempt attempt(String params, String checkpoint, String trace) {
        Attempt plain = Calls.attempt(params, Calls.LONG);
        return new Attempt(
                plain.actionId(),
                plain.number(),
                plain.call(),
                plain.deadline(),
                Optional.of(checkpoint),
                Optional.of(trace));
    }

    /** RFC 9421, section 2.5, from what a service sees. */
    private byte[] baseOf(Map<String, String> headers) {
        Map<String, String> derived =
                Map.of(
                        "@method",
                        "POST",
                        "@authority",
                        "127.0.0.1:" + server.port(),
                        "@path",
                        "/score",
                        "@query",
                        "?v=%C3%BC");
        String parameters = headers.getOrDefault("Signature-Input", "").substring(10);
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        StringBuilder base = new StringBuilder();
        Matcher names = Pattern.compile("\"([@a-z-]+)\"(?=[ )])").matcher(parameters);
        while (names.find()) {
            String name = names.group(1);
            String value = derived.getOrDefault(name, lower.getOrDefault(name, ""));
            base.append('"').append(name).append("\": ").append(value).append('\n');
        }
        base.append("\"@signature-params\": ").append(parameters);
        return base.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] signatureOf(Map<String, String> headers) {
        String signature = headers.getOrDefault("Signature", "");
        assertThat(signature).startsWith("actionbus=:").endsWith(":");
        return Base64.getDecoder().decode(signature.substring(11, signature.length() - 1));
    }

    private static String digestOf(String body) {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8));
            return "sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> headersOf(String request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
        return headers;
    }
}
