package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever text a caller or a manifest gives, it reaches the command as it is and starts nothing.
 */
class InjectionIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HexFormat HEX = HexFormat.of();

    /** Echoes in hex, and how many processes there are in its session: itself. */
    private static final String[] ECHO = {
        "import glob, json, os, sys",
        "def session(stat):",
        "    try:",
        "        return int(open(stat).read().rsplit(')', 1)[1].split()[3])",
        "    except OSError:",
        "        return -1",
        "own = os.getsid(0)",
        "print(json.dumps({",
        "    'stdin': sys.stdin.buffer.read().hex(),",
        "    'args': [os.fsencode(a).hex() for a in sys.argv[1:]],",
        "    'env': os.environb.get(b'TEXT', b'').hex(),",
        "    'processes': sum(session(s) == own for s in glob.glob('/proc/[0-9]*/stat'))}))",
    };

    @TempDir private Path directory;

    static Stream<String> corpus() {
        return Stream.of(
                "; touch pwned",
                "$(touch pwned)",
                "`touch pwned`",
                "| touch pwned",
                "& touch pwned",
                "&& touch pwned",
                "|| touch pwned",
                "a\ntouch pwned\n",
                "\r\ntouch pwned",
                "> pwned",
                "%s%n%x",
                "-rf",
                "--",
                "--version",
                "-c touch pwned",
                "' ; touch pwned ; '",
                "\" ; touch pwned ; \"",
                "\\\" \\' \\",
                "*",
                "~",
                "$HOME ${PATH}",
                "${jndi:ldap://127.0.0.1/x}",
                "{{7*7}} #{7*7} <%= 7 %>",
                "\u001b]0;owned\u0007",
                "ünï ✓ 𝄞 \u202e",
                "");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void itIsEchoedByteForByteAndStartsNoOtherProcess(String text) throws Exception {
        Bench bench = new Bench(directory);
        Path echo = bench.script("echo.py", ECHO);
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        String params = "{\"text\":" + quoted + "," + quoted + ":1}";
        AttemptResult result =
                bench.declared(
                                "run: [python3, "
                                        + echo
                                        + ", "
                                        + quoted
                                        + "], env: {TEXT: "
                                        + quoted
                                        + "}")
                        .handle(Bench.attempt(params, Duration.ofMinutes(1)));

        assertThat(result).isInstanceOf(Succeeded.class);
        JsonNode seen = JSON.readTree(((Succeeded) result).result());
        assertThat(seen.get("stdin").asText()).isEqualTo(hex(params));
        assertThat(seen.get("args").toString()).isEqualTo("[\"" + hex(text) + "\"]");
        assertThat(seen.get("env").asText()).isEqualTo(hex(text));
        assertThat(seen.get("processes").asInt()).isEqualTo(1);
        assertNothingWasMade();
    }

    @Test
    void aVariableOfTheManifestMayHaveAnyNameTheGateUses() throws Exception {
        Bench bench = new Bench(directory);
        Path script = bench.script("env.sh", "#!/bin/sh", "echo \"\\\"$word $PPID_ $go $1\\\"\"");
        assertThat(
                        bench.declared("run: [" + script + ", x], env: {word: a, go: b, PPID_: c}")
                                .handle(Bench.attempt("{}", Duration.ofMinutes(1))))
                .isEqualTo(new Succeeded("\"a c b x\""));
    }

    private void assertNothingWasMade() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .doesNotContain("pwned", "touch", "'");
        }
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
