package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.executor.handler.HandlerCatalog.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {

    @TempDir private Path directory;

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource({"badFiles", "badActions"})
    void everyMistakeHasItsCodeAndLine(String code, int line, String text) throws IOException {
        CatalogError error = onlyErrorOf(text);
        assertThat(error.code()).as(error.toString()).isEqualTo(code);
        assertThat(error.source().line()).as(error.toString()).isEqualTo(line);
        assertThat(error.message()).isNotBlank().hasSizeLessThan(700).doesNotContain("\n");
    }

    static Stream<Arguments> badFiles() {
        String bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nactions: *c\n";
        return Stream.of(
                bad("MANIFEST_SYNTAX", 1, ""),
                bad("MANIFEST_SYNTAX", 1, "- just a list\n"),
                bad("MANIFEST_SYNTAX", 1, bomb),
                bad("MANIFEST_SYNTAX", 2, "pool: default\nactions: !!javax.script.X []\n"),
                bad("MANIFEST_SYNTAX", 1, "actions: !local []\n"),
                bad("MANIFEST_SYNTAX", 2, "actions:\n\t- name: x\n"),
                bad("MANIFEST_SYNTAX", 2, "actions: []\nactions: []\n"),
                bad("MANIFEST_SYNTAX", 1, "actions: " + "[".repeat(100) + "]".repeat(100)),
                bad("MANIFEST_SYNTAX", 1, "[".repeat(500_000)),
                bad("MANIFEST_SYNTAX", 1, "# " + "x".repeat(1 << 20)),
                bad("MANIFEST_SYNTAX", 1, "# " + "x".repeat(10 << 20)),
                bad("MANIFEST_SYNTAX", 2, "actions: []\n---\nactions: []\n"),
                bad("MANIFEST_SYNTAX", 1, "actions: [\0]\n"),
                bad("FIELD_MISSING", 1, "pool: default\n"),
                bad("FIELD_UNKNOWN", 2, "actions: []\naction: 1\n"),
                bad("FIELD_INVALID", 1, "actions: {}\n"),
                bad("FIELD_INVALID", 1, "actions: [x]\n"),
                bad("POOL_UNKNOWN", 1, "pool: gpu\nactions: []\n"));
    }

    static Stream<Arguments> badActions() {
        return Stream.of(
                action("FIELD_UNKNOWN", "timeOut: 3s"),
                action("FIELD_INVALID", "env: [A]"),
                action("FIELD_INVALID", "env: {1A: x}"),
                action("FIELD_INVALID", "env: {A: null}"),
                action("FIELD_INVALID", "env: {A: \"x\\0y\"}"),
                action("FIELD_INVALID", "mode: twice"),
                action("VERSION_INVALID", "version: 0"),
                action("VERSION_INVALID", "version: 1.5"),
                action("VERSION_INVALID", "version: 99999999999999999999"),
                action("TIMEOUT_INVALID", "timeout: 0s"),
                action("TIMEOUT_INVALID", "timeout: -5s"),
                action("TIMEOUT_INVALID", "timeout: 10"),
                action("TIMEOUT_INVALID", "timeout: 31d"),
                action("TIMEOUT_INVALID", "timeout: 400d"),
                action("TIMEOUT_INVALID", "timeout: 999999999999d"),
                action("TIMEOUT_INVALID", "timeout: 9999999999999999999999s"),
                action("RETRY_INVALID", "retry: {maxAttempts: 0}"),
                action("RETRY_INVALID", "retry: {maxAttempts: many}"),
                action("RETRY_INVALID", "retry: {backoff: 5}"),
                action("RETRY_INVALID", "retry: {backoff: 2m, maxBackoff: 1m}"),
                action("RETRY_INVALID", "retry: {factor: 0.5}"),
                action("RETRY_INVALID", "retry: {jitter: 1.5}"),
                action("RETRY_INVALID", "retry: {jitter: .nan}"),
                action("RETRY_INVALID", "retry: {nonRetryable: [bad data]}"),
                action("RETRY_INVALID", "{mode: once, retry: {maxAttempts: 2}}"),
                action("FIELD_UNKNOWN", "retry: {backOff: 5s}"),
                action("NOT_SUPPORTED_YET", "retry: {totalTimeout: 6h}"),
                action("LIMIT_INVALID", "concurrency: {limit: 0}"),
                action("LIMIT_INVALID", "concurrency: {limit: 1000001}"),
                action("LIMIT_INVALID", "concurrency: {limit: some}"),
                action("LIMIT_INVALID", "concurrency: {key: tenant}"),
                action("LIMIT_INVALID", "concurrency: {limit: 4, key: gpu}"),
                action("LIMIT_INVALID", "rate: {limit: 10}"),
                action("LIMIT_INVALID", "rate: {limit: 10, per: 0s}"),
                action("LIMIT_INVALID", "rate: {limit: 10, per: 2d}"),
                action("LIMIT_INVALID", "rate: {limit: 10001, per: 1s}"),
                action("LIMIT_INVALID", "rate: {limit: 10, per: 1s, key: params}"),
                action("FIELD_UNKNOWN", "rate: {limit: 10, per: 1s, burst: 3}"),
                action("FIELD_INVALID", "concurrency: 4"),
                action("SCHEMA_INVALID", "params: no-such-file.json"),
                action("SCHEMA_INVALID", "params: ."),
                action("SCHEMA_INVALID", "params: plain.txt"),
                action("SCHEMA_INVALID", "params: keyword.json"),
                action("SCHEMA_INVALID", "params: circle.json"),
                action("SCHEMA_REMOTE_REF", "params: remote.json"),
                action("FIELD_INVALID", "params: {type: object}"),
                action("FIELD_INVALID", "cwd: /tmp"),
                action("LIMIT_INVALID", "limits: {memory: 2}"),
                action("LIMIT_INVALID", "limits: {memory: 2GB}"),
                action("LIMIT_INVALID", "limits: {memory: 1MiB}"),
                action("LIMIT_INVALID", "limits: {memory: -1GiB}"),
                action("LIMIT_INVALID", "limits: {fileSize: 0MiB}"),
                action("LIMIT_INVALID", "limits: {files: 3}"),
                action("LIMIT_INVALID", "limits: {files: many}"),
                action("LIMIT_INVALID", "limits: {processes: 0}"),
                action("LIMIT_INVALID", "limits: {cpu: 60}"),
                action("LIMIT_INVALID", "limits: {cpu: 10ms}"),
                action("FIELD_UNKNOWN", "limits: {mem: 2GiB}"),
                action("FIELD_INVALID", "limits: 2GiB"),
                action("FIELD_INVALID", "env: {A: {}}"),
                action("FIELD_INVALID", "env: {A: {fromEnv: PATH, fromFile: x}}"),
                action("SECRET_MISSING", "env: {A: {fromEnv: NO_SUCH_VARIABLE}}"),
                action("SECRET_MISSING", "env: {A: {fromFile: no-such-file}}"),
                action("SECRET_MISSING", "env: {A: {fromFile: /}}"),
                action("ENV_FORBIDDEN", "env: {LD_PRELOAD: {fromEnv: PATH}}"),
                action("ENV_FORBIDDEN", "env: {LD_PRELOAD: x}"),
                action("ENV_FORBIDDEN", "env: {TMPDIR: x}"),
                action("ENV_FORBIDDEN", "env: {GLIBC_TUNABLES: x}"),
                action("ENV_FORBIDDEN", "env: {NODE_OPTIONS: x}"),
                action("ENV_FORBIDDEN", "env: {LD_LIBRARY_PATH: x}"),
                action("ENV_FORBIDDEN", "env: {PATH: x}"),
                action("ENV_FORBIDDEN", "env: {PYTHONPATH: x}"),
                action("ENV_FORBIDDEN", "env: {JAVA_TOOL_OPTIONS: x}"),
                action("ENV_FORBIDDEN", "env: {ACTION_ID: x}"),
                command("COMMAND_NOT_FOUND", "no-such-command-here"),
                command("COMMAND_NOT_FOUND", "/no/such/command"),
                command("COMMAND_NOT_FOUND", "./plain.txt"),
                command("COMMAND_NOT_FOUND", "\"\""),
                command("COMMAND_UNSAFE", "../bin/sh"),
                command("COMMAND_UNSAFE", "a/../../sh"),
                command("COMMAND_UNSAFE", "./open.sh"),
                bad("FIELD_INVALID", 2, "actions:\n  - {name: x, run: []}\n"),
                bad("FIELD_INVALID", 2, "actions:\n  - {name: x, run: sh}\n"),
                bad("FIELD_INVALID", 2, "actions:\n  - {name: x, run: [sh, [a]]}\n"),
                bad("FIELD_MISSING", 2, "actions:\n  - {name: x}\n"),
                bad("FIELD_MISSING", 2, "actions:\n  - {run: [sh]}\n"),
                bad("NAME_INVALID", 2, "actions:\n  - {name: a b, run: [sh]}\n"));
    }

    @Test
    void commandsAreFoundOnThePathOrBesideTheManifest() throws IOException {
        Path script = new Bench(directory).script("mine.sh", "#!/bin/sh");
        Command.Resolved beside = new Command.Resolved(script);
        assertThat(Command.resolve("./mine.sh", directory, "/usr/bin:/bin"))
                .isEqualTo(new Command.Resolved(directory.resolve("./mine.sh")));
        assertThat(Command.resolve("mine.sh", directory, "/usr/bin:/bin")).isEqualTo(beside);
        assertThat(Command.resolve(script.toString(), directory, "")).isEqualTo(beside);
        assertThat(Command.resolve("sh", directory, "relative:/bin"))
                .isEqualTo(new Command.Resolved(Path.of("/bin/sh")));
    }

    private CatalogError onlyErrorOf(String text) throws IOException {
        Files.writeString(directory.resolve("plain.txt"), "");
        Files.writeString(directory.resolve("keyword.json"), "{\"type\":\"strin\"}");
        Files.writeString(directory.resolve("circle.json"), "{\"$ref\":\"#\"}");
        Files.writeString(
                directory.resolve("remote.json"), "{\"$ref\":\"http://127.0.0.1:1/schema\"}");
        Path open = new Bench(directory).script("open.sh", "#!/bin/sh");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(directory.resolve("m.yaml"), text);
        Built built =
                HandlerCatalog.builder()
                        .manifests(directory, directory, InstantSource.system())
                        .build();
        assertThat(built).isInstanceOf(Built.Rejected.class);
        List<CatalogError> errors = ((Built.Rejected) built).errors();
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    private static Arguments action(String code, String keys) {
        boolean flow = keys.startsWith("{");
        String more = flow ? keys.substring(1, keys.length() - 1) : keys;
        return bad(code, 2, "actions:\n  - {name: x, run: [sh], " + more + "}\n");
    }

    private static Arguments command(String code, String command) {
        return bad(code, 2, "actions:\n  - {name: x, run: [" + command + "]}\n");
    }

    private static Arguments bad(String code, int line, String text) {
        return Arguments.of(code, line, text);
    }
}
