package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret reaches its command and nobody else. */
class SecretsIT {

    private static final String CANARY = "canary-7f\"3a\\9-secret";

    @TempDir private Path directory;
    private Bench bench;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Bench(directory);
        file = Files.writeString(directory.resolve("token"), CANARY + "\n");
    }

    @Test
    void theCommandHasItInItsEnvironment() throws Exception {
        String fromFile = "test \"$TOKEN\" = 'canary-7f\"3a\\9-secret' && echo 1";
        assertThat(result(handler(fromFile))).isEqualTo(new Succeeded("1"));

        Path script = bench.script("home.sh", "test \"$SAME\" = \"$PATH\" && echo 2");
        assertThat(
                        result(
                                bench.declared(
                                        "run: [sh, " + script + "], env: {SAME: {fromEnv: PATH}}")))
                .isEqualTo(new Succeeded("2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo \"bad $TOKEN\" >&2; exit 1",
                "printf '%0480d%s\\n' 0 \"$TOKEN\" >&2; exit 1",
                "python3 -c 'import json, os; print(json.dumps({\"error\": {\"code\": \"BAD\","
                        + " \"message\": os.environ[\"TOKEN\"], \"details\": [os.environ[\"TOKEN\"]]}}))'; exit 1",
                "python3 -c 'import json, os; print(json.dumps(os.environ[\"TOKEN\"]))'",
                "exec \"$TOKEN\"",
                "env | sed 's/.*TOKEN=/TOKEN=/' >&2; exit 75",
            })
    void itIsInNoResultAndInNoError(String script) throws Exception {
        ActionError error = Bench.error(result(handler(script)));
        assertThat(error.toString()).doesNotContain("canary").doesNotContain("9-secret");
    }

    @Test
    void aSecretThatIsNotThereIsMissedWhenTheManifestIsLoaded() throws IOException {
        Files.writeString(
                directory.resolve("m.yaml"),
                """
                actions:
                  - name: train
                    run: [sh]
                    env:
                      A: {fromFile: no-such-file}
                      B: {fromEnv: NO_SUCH_VARIABLE_HERE}
                      C: {fromFile: token}
                """);
        var built =
                HandlerCatalog.builder()
                        .manifests(directory, directory, java.time.InstantSource.system())
                        .build();
        assertThat(((HandlerCatalog.Built.Rejected) built).errors())
                .extracting(e -> e.code() + ":" + e.source().line())
                .containsExactly("SECRET_MISSING:5", "SECRET_MISSING:6");
    }

    @Test
    void aSecretThatHasGoneIsARetryableFailureAndANewOneIsUsed() throws Exception {
        ActionHandler handler = handler("test \"$TOKEN\" = another-token && echo 1");
        Files.delete(file);
        AttemptResult gone = result(handler);
        assertThat(((AttemptResult.Failed) gone).called()).isFalse();
        ActionError error = Bench.error(gone);
        assertThat(error.code()).isEqualTo("SECRET_MISSING");
        assertThat(error.retryable()).isTrue();
        assertThat(error.message()).startsWith("TOKEN: ");

        Files.writeString(file, "another-token");
        assertThat(result(handler)).isEqualTo(new Succeeded("1"));
    }

    private ActionHandler handler(String script) {
        Path path = bench.script("secret.sh", script);
        return bench.declared("run: [sh, " + path + "], env: {TOKEN: {fromFile: " + file + "}}");
    }

    private static AttemptResult result(ActionHandler handler) throws Exception {
        return handler.handle(Bench.attempt("{}", Duration.ofMinutes(1)));
    }
}
