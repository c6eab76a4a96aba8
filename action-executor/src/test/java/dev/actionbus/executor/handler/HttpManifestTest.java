package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.executor.handler.HandlerCatalog.Built;
import dev.actionbus.executor.handler.http.EgressRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key {@code http} of a manifest. */
class HttpManifestTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIELD_MISSING     | {}",
                "FIELD_INVALID     | 'http://x.example/'",
                "FIELD_UNKNOWN     | {url: 'http://x.example/', body: x}",
                "FIELD_INVALID     | {url: [x]}",
                "URL_INVALID       | {url: 'http://x.example/{id}'}",
                "URL_TEMPLATE_HOST | {url: 'http://{host}/'}",
                "EGRESS_FORBIDDEN  | {url: 'file:///etc/passwd'}",
                "EGRESS_FORBIDDEN  | {url: 'http://169.254.169.254/'}",
                "EGRESS_FORBIDDEN  | {url: 'http://localhost'}",
                "EGRESS_FORBIDDEN  | {url: 'http://[::1]/'}",
                "EGRESS_FORBIDDEN  | {url: 'http://2130706433/'}",
                "EGRESS_FORBIDDEN  | {url: 'http://a@x.example/'}",
                "EGRESS_FORBIDDEN  | {url: 'http://x.example:22/'}",
                "FIELD_INVALID     | {url: 'http://x.example/', method: GET}",
                "FIELD_INVALID     | {url: 'http://x.example/', redirects: 11}",
                "FIELD_INVALID     | {url: 'http://x.example/', redirects: -1}",
                "FIELD_INVALID     | {url: 'http://x.example/', retryOn: [200]}",
                "FIELD_INVALID     | {url: 'http://x.example/', failOn: 503}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {Host: y}}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {idempotency-KEY: y}}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {Action-Id: y}}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {Transfer-Encoding: y}}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {\"X\\nY\": y}}",
                "HEADER_FORBIDDEN  | {url: 'http://x.example/', headers: {'X Y': y}}",
                "HEADER_INVALID    | {url: 'http://x.example/', headers: {X: \"a\\r\\nEvil: 1\"}}",
                "HEADER_INVALID    | {url: 'http://x.example/', headers: {X: ü}}",
                "FIELD_INVALID     | {url: 'http://x.example/', headers: {X: {}}}",
                "FIELD_INVALID     | {url: 'http://x.example/', headers: {X: {fromEnv: A, fromFile: b}}}",
                "FIELD_UNKNOWN     | {url: 'http://x.example/', headers: {X: {fromVault: A}}}",
                "FIELD_INVALID     | {url: 'http://x.example/', headers: {X: {fromEnv: 'A B'}}}",
                "SIGN_INVALID      | {url: 'http://x.example/', sign: {key: {fromFile: k}}}",
                "SIGN_INVALID      | {url: 'http://x.example/', sign: {algorithm: md5, key: {fromFile: k}}}",
                "SIGN_INVALID      | {url: 'http://x.example/', sign: {algorithm: ed25519, key: secret}}",
                "SIGN_INVALID      | {url: 'http://x.example/', sign: {algorithm: ed25519, key: {fromFile: k}, keyId: 'a\"b'}}"
            })
    void everyMistakeHasItsCode(String code, String http) throws IOException {
        Built built = build("actions:\n  - {name: x, http: " + http + "}\n");
        assertThat(built).isInstanceOf(Built.Rejected.class);
        List<CatalogError> errors = ((Built.Rejected) built).errors();
        assertThat(errors).extracting(CatalogError::code).containsExactly(code);
        assertThat(errors.getFirst().source().line()).isEqualTo(2);
        assertThat(errors.getFirst().message()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void aCommandAndAUrlAreTooMuch() throws IOException {
        Built built =
                build("actions:\n  - {name: x, run: [sh], http: {url: 'http://x.example/'}}\n");
        assertThat(((Built.Rejected) built).errors())
                .extracting(CatalogError::code)
                .containsExactly("FIELD_INVALID");
    }

    @Test
    void everythingThatCanBeSaid() throws IOException {
        Built built =
                build(
                        """
                        actions:
                          - name: score
                            version: 3
                            http:
                              method: PUT
                              url: "https://scorer.example/score?v=1"
                              headers: {X-Team: ml, Authorization: {fromEnv: SCORER_TOKEN}}
                              redirects: 2
                              retryOn: [409]
                              failOn: [503]
                              sign: {algorithm: ed25519, keyId: bus, key: {fromFile: keys/bus.pem}}
                            timeout: 30s
                            mode: once
                        """);
        Handler handler = built.orThrow().handlers().getFirst();
        assertThat(handler.kind()).isEqualTo(Handler.Kind.HTTP);
        assertThat(handler.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(handler.retry().maxAttempts()).isEqualTo(1);
    }

    private Built build(String text) throws IOException {
        Files.writeString(directory.resolve("m.yaml"), text);
        return HandlerCatalog.builder()
                .egress(EgressRules.of(List.of(), Set.of(80, 443)))
                .manifests(directory, directory, InstantSource.system())
                .build();
    }
}
