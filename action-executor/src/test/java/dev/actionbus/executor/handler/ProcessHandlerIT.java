package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.payload.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessHandlerIT {

    @TempDir private Path directory;
    private Bench bench;

    @BeforeEach
    void prepare() {
        bench = new Bench(directory);
    }

    @Test
    void paramsGoInOnStdinAndTheResultComesOutOnStdout() {
        assertThat(bench.succeeds("{\"a\": 1.50}", "cat")).isEqualTo("{\"a\": 1.50}");
    }

    @Test
    void aPythonScriptReadsParamsAndPrintsTheResult() {
        Path script =
                bench.script(
                        "double.py",
                        "import json, sys",
                        "print(json.dumps({'twice': 2 * json.load(sys.stdin)['n']}))");
        ProcessHandler handler =
                bench.handler(List.of("/usr/bin/env", "python3", script.toString()), Map.of());

        assertThat(handler.handle(Bench.attempt("{\"n\":21}", Duration.ofMinutes(1))))
                .isEqualTo(new Succeeded("{\"twice\": 42}"));
    }

    @Test
    void hostileParamsAreEchoedByteForByte() {
        for (String text :
                List.of(
                        "; touch pwned",
                        "$(touch pwned)",
                        "`touch pwned`",
                        "| touch pwned",
                        "&& touch pwned",
                        "\\n%s%n",
                        "-rf",
                        "--",
                        "' \\\" ''",
                        "${jndi:ldap://x}",
                        "\\u0000 ünï ✓ 𝄞")) {
            String params = "{\"text\":\"" + text + "\"}";
            assertThat(bench.succeeds(params, "cat")).isEqualTo(params);
        }
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    @Test
    void nothingOnStdoutIsNull() {
        assertThat(bench.succeeds("{}", "exit 0")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{} {}", "{\"a\":1,\"a\":2}", "[1,", "NaN", "\\377"})
    void successNeedsExactlyOneJsonValue(String printed) {
        ActionError error = bench.fails("printf '" + printed + "'");
        assertThat(error.code()).isEqualTo("RESULT_NOT_JSON");
        assertThat(error.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,EXIT_1,false", "75,EXIT_75,true", "127,EXIT_127,false", "200,EXIT_200,false"})
    void anExitStatusIsTheCodeOfTheFailure(int status, String code, boolean retryable) {
        ActionError error = bench.fails("echo first >&2; echo 'last line' >&2; exit " + status);
        assertThat(error).isEqualTo(new ActionError(code, "last line", retryable, error.details()));
        assertThat(error.details()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"KILL,KILLED_SIGKILL", "SEGV,KILLED_SIGSEGV", "TERM,KILLED_SIGTERM"})
    void deathBySignalIsRetryableAndNamed(String signal, String code) {
        ActionError error = bench.fails("kill -" + signal + " $$");
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void aScriptCanStateItsError() {
        ActionError error =
                bench.fails(
                        "echo '{\"error\":{\"code\":\"BAD_DATA\",\"message\":\"row 7\","
                                + "\"retryable\":true,\"details\":{\"row\":7}}}'; exit 1");
        assertThat(error.code()).isEqualTo("BAD_DATA");
        assertThat(error.message()).isEqualTo("row 7");
        assertThat(error.retryable()).isTrue();
        assertThat(error.details()).contains("{\"row\":7}");
    }

    @Test
    void controlCharactersOfTheMessageAreEscapedAndItIsShort() {
        ActionError error = bench.fails("printf '\\033]0;owned\\007%0600d\\n' 0 >&2; exit 3");
        assertThat(error.message()).startsWith("\\u001b]0;owned\\u0007000").hasSize(500);
    }

    @Test
    void aResultOver16MiBIsRefusedAndReadToItsEnd() {
        ActionError error = bench.fails("head -c 67108864 /dev/zero; touch done");
        assertThat(error.code()).isEqualTo("RESULT_TOO_LARGE");
        assertThat(error.message()).contains("67108864");
        assertThat(error.retryable()).isFalse();
        assertThat(directory.resolve("done")).exists();
    }

    @Test
    void aResultOfExactly16MiBIsTaken() {
        String result =
                bench.succeeds(
                        "{}", "printf '\"'; head -c 16777214 /dev/zero | tr '\\0' x; printf '\"'");
        assertThat(result).hasSize(Payloads.LARGEST);
    }

    @Test
    void theLastLineOfVeryMuchStderrIsTheMessage() {
        ActionError error = bench.fails("yes | head -c 8388608 >&2; echo the end >&2; exit 1");
        assertThat(error.message()).isEqualTo("the end");
    }

    @Test
    void aScriptThatNeverReadsLargeParamsSucceeds() {
        String params = "{\"text\":\"" + "x".repeat(4 << 20) + "\"}";
        assertThat(bench.succeeds(params, "echo 1")).isEqualTo("1");
    }

    @Test
    void aScriptMayCloseItsOutputsEarly() {
        assertThat(bench.succeeds("{}", "exec 1>&- 2>&-; sleep 0.2; touch done")).isEqualTo("null");
        assertThat(directory.resolve("done")).exists();
    }

    @Test
    void theEnvironmentIsClosed() throws IOException {
        Path script = bench.script("env.sh", "env > seen; pwd > where");
        bench.handler(List.of("/bin/sh", script.toString()), Map.of("TEAM", "ml=1 $HOME"))
                .handle(Bench.attempt("{}", Duration.ofMinutes(1)));

        Map<String, String> seen = new TreeMap<>();
        Files.readAllLines(directory.resolve("seen")).stream()
                .map(line -> line.split("=", 2))
                .forEach(pair -> seen.put(pair[0], pair[1]));
        assertThat(Files.readString(directory.resolve("where")).strip())
                .isEqualTo(directory.toRealPath().toString());
        assertThat(seen)
                .containsEntry("TEAM", "ml=1 $HOME")
                .containsEntry("ACTION_ID", Bench.ID.value())
                .containsEntry("ACTION_ATTEMPT", "3")
                .containsEntry("ACTION_NAME", "train")
                .containsEntry("ACTION_DEADLINE", "2026-03-01T12:01:00Z")
                .containsEntry("ACTION_CHECKPOINT", "{\"epoch\":7}")
                .containsEntry("ACTION_WORKSPACE", directory.resolve("workspace").toString())
                .containsKeys("TRACEPARENT", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE");
        // PWD, SHLVL and _ are the shell's own.
        assertThat(seen.keySet())
                .allMatch(name ->
                        name.matches("ACTION_.*|PYTHON(UNBUFFERED|DONTWRITEBYTECODE)|TEAM")
                                || List.of(
                                                "PATH",
                                                "LANG",
                                                "LC_ALL",
                                                "HOME",
                                                "TMPDIR",
                                                "TZ",
                                                "TRACEPARENT",
                                                "PWD",
                                                "SHLVL",
                                                "_",
                                                "OLDPWD")
                                        .contains(name));
    }

    @Test
    void aCommandThatIsGoneIsAFailure() {
        ProcessHandler handler = bench.handler(List.of("/does/not/exist"), Map.of());
        ActionError error = Bench.error(handler.handle(Bench.attempt("{}", Duration.ofMinutes(1))));
        assertThat(error.code()).isIn("EXIT_127", "START_FAILED");
    }

    @Test
    void paramsAreGoneFromTheDiskWhileTheScriptStillRuns() {
        // The shell has them open before it looks.
        String seen =
                bench.succeeds(
                        "{\"text\":\"paramsAreGone\"}",
                        "params=$(readlink /proc/self/fd/0)",
                        "params=${params% (deleted)}",
                        "while [ -e \"$params\" ]; do sleep 0.01; done",
                        "cat");
        assertThat(seen).isEqualTo("{\"text\":\"paramsAreGone\"}");
    }

    @Test
    void nothingIsLeftBehindHoweverAnAttemptEnds() throws IOException {
        bench.succeeds("{}", "echo $TMPDIR > room", "touch $TMPDIR/a", "mkdir -m 0 $TMPDIR/closed");
        assertGone();
        bench.fails("echo $TMPDIR > room; exit 1");
        assertGone();
        bench.failsWithin(Duration.ofSeconds(1), "echo $TMPDIR > room; sleep 60");
        assertGone();
    }

    private void assertGone() throws IOException {
        Path scratch = Path.of(Files.readString(directory.resolve("room")).strip());
        Path room = scratch.resolveSibling(".").normalize();
        assertThat(room.getFileName().toString()).startsWith("attempt-");
        assertThat(room).doesNotExist();
    }
}
