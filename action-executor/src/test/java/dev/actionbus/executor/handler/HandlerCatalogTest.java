package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.RateLimit;
import dev.actionbus.executor.handler.HandlerCatalog.Built;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerCatalogTest {

    private static final ActionHandler ECHO = attempt -> new Succeeded(attempt.call().params());

    @TempDir private Path directory;

    @Test
    void aHandlerIsFoundByNameAndVersion() {
        HandlerCatalog catalog = HandlerCatalog.builder().java("echo", 2, ECHO).build().orThrow();

        assertThat(catalog.find("echo", 2))
                .isEqualTo(new Lookup.Found(catalog.handlers().getFirst()));
        assertThat(catalog.find("echo", 1)).isEqualTo(new Lookup.Unknown("echo", 1));
        assertThat(catalog.handlers().getFirst().kind()).isEqualTo(Handler.Kind.IN_PROCESS);
    }

    @Test
    void aManifestDeclaresProcessHandlersWithDefaults() throws IOException {
        write("a.yaml", "actions:\n  - name: train\n    run: [sh, -c, ok]\n");
        Handler handler = manifests().build().orThrow().handlers().getFirst();

        assertThat(handler.version()).isEqualTo(1);
        assertThat(handler.settings()).isEqualTo(HandlerSettings.DEFAULT);
        assertThat(handler.kind()).isEqualTo(Handler.Kind.PROCESS);
        assertThat(handler.source().toString()).endsWith("a.yaml:2");
    }

    @Test
    void aManifestSaysHowManyAttemptsThereMayBe() throws IOException {
        write(
                "a.yaml",
                """
                actions:
                  - name: train
                    run: [sh]
                    concurrency: {limit: 4, key: params.gpu}
                    rate: {limit: 10, per: 1s, key: tenant}
                    mode: once
                  - name: free
                    run: [sh]
                    concurrency: {limit: 1}
                """);

        List<Handler> handlers = manifests().build().orThrow().handlers();

        Throttle free = handlers.getFirst().settings().throttle();
        assertThat(free.concurrencyDeclared()).isEqualTo(new ConcurrencyLimit(1, null));
        assertThat(free.rateDeclared()).isNull();
        Throttle train = handlers.getLast().settings().throttle();
        assertThat(train.concurrencyDeclared()).isEqualTo(new ConcurrencyLimit(4, "params.gpu"));
        assertThat(train.rateDeclared()).isEqualTo(new RateLimit(10, 1000L, "tenant"));
    }

    @Test
    void everyKeyOfAManifestIsRead() throws IOException {
        write(
                "a.yml",
                """
                pool: default
                actions:
                  - name: train
                    version: 3
                    run: [sh, "train.sh", 7]
                    timeout: 2h
                    retry: {maxAttempts: 4, backoff: 250ms, factor: 1.5, maxBackoff: 1m, \
                jitter: 0, nonRetryable: [BAD_DATA]}
                    mode: retry
                    env: {TEAM: ml, LEVEL: 3}
                  - {name: pay, run: [sh], mode: once}
                """);
        HandlerCatalog catalog = manifests().build().orThrow();

        Handler pay = catalog.handlers().getFirst();
        assertThat(pay.mode()).isEqualTo(Mode.ONCE);
        assertThat(pay.retry().maxAttempts()).isEqualTo(1);
        Handler train = catalog.handlers().getLast();
        assertThat(train.timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(train.retry())
                .isEqualTo(
                        new RetryPolicy(
                                4,
                                Duration.ofMillis(250),
                                1.5,
                                Duration.ofMinutes(1),
                                0,
                                List.of("BAD_DATA")));
    }

    @Test
    void thePoolHasOneLimitThatEveryManifestSays() throws IOException {
        String pool = "concurrency: {limit: 8}\n";
        write("a.yaml", pool + "actions:\n  - {name: one, run: [sh]}\n");
        write("b.yaml", pool + "actions:\n  - {name: two, run: [sh], concurrency: {limit: 2}}\n");
        HandlerCatalog catalog = manifests().java("echo", 1, ECHO).build().orThrow();
        assertThat(catalog.handlers())
                .filteredOn(it -> it.kind() == Handler.Kind.PROCESS)
                .extracting(it -> it.settings().throttle().pool().orElseThrow().limit())
                .containsExactly(8, 8);

        write("b.yaml", "actions:\n  - {name: two, run: [sh]}\n");
        Built built = manifests().java("echo", 1, ECHO).build();
        assertThat(((Built.Rejected) built).errors())
                .extracting(CatalogError::code)
                .containsExactly("POOL_LIMIT_DIFFERS");
    }

    @Test
    void twoDeclarationsOfOneVersionNameBothSources() throws IOException {
        write("a.yaml", "actions:\n  - {name: echo, run: [sh]}\n");
        write("b.yaml", "actions:\n\n  - {name: echo, run: [sh]}\n");
        Built built = manifests().java("echo", 1, ECHO).build();

        assertThat(built).isInstanceOf(Built.Rejected.class);
        List<CatalogError> errors = ((Built.Rejected) built).errors();
        assertThat(errors).extracting(CatalogError::code).containsOnly("HANDLER_DUPLICATE");
        assertThat(errors.get(0).message()).contains("a.yaml:2").contains("b.yaml:3");
        assertThat(errors.get(1).message()).contains("a.yaml:2").contains("and by java");
    }

    @Test
    void allErrorsOfAllFilesComeAtOnce() throws IOException {
        write("a.yaml", "actions:\n  - {nam: x, run: [sh], timeout: 10}\n");
        write("b.yaml", "actions: [\n");
        write("c.yaml", "pool: gpu\nactions: []\n");
        write("ignored.txt", "actions: [\n");

        assertThatThrownBy(() -> manifests().build().orThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "a.yaml:2: FIELD_UNKNOWN: an action has no key nam; did you mean name?",
                        "a.yaml:2: FIELD_MISSING",
                        "a.yaml:2: TIMEOUT_INVALID",
                        "b.yaml:2: MANIFEST_SYNTAX",
                        "c.yaml:1: POOL_UNKNOWN");
    }

    @Test
    void aMissingDirectoryIsAnError() {
        Built built =
                HandlerCatalog.builder()
                        .manifests(directory.resolve("no"), directory, InstantSource.system())
                        .build();
        assertThat(((Built.Rejected) built).errors())
                .extracting(CatalogError::code)
                .containsExactly("MANIFEST_UNREADABLE");
    }

    private HandlerCatalog.Builder manifests() {
        return HandlerCatalog.builder().manifests(directory, directory, InstantSource.system());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
