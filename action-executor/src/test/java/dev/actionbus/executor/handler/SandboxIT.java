package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command is kept from. */
class SandboxIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir private Path directory;
    private Bench bench;

    @BeforeEach
    void prepare() {
        bench = new Bench(directory);
    }

    @Test
    void theKernelHasTheLimitsOfTheManifest() throws Exception {
        JsonNode seen =
                limits(
                        ", limits: {memory: 2GiB, files: 64, fileSize: 1GiB, processes: 900, cpu: 1h}");
        assertThat(seen.toString())
                .isEqualTo(
                        "{\"AS\":[2147483648,2147483648],\"NOFILE\":[64,64],"
                                + "\"FSIZE\":[1073741824,1073741824],\"NPROC\":[900,900],"
                                + "\"CPU\":[3600,3605],\"CORE\":[0,0]}");
    }

    @Test
    void withoutAWordThereIsNoCoreAndABoundOnFiles() throws Exception {
        JsonNode seen = limits("");
        assertThat(seen.get("CORE").toString()).isEqualTo("[0,0]");
        assertThat(seen.get("FSIZE").toString()).isEqualTo("[17179869184,17179869184]");
        assertThat(seen.get("NOFILE").get(1).asLong()).isEqualTo(1024);
        assertThat(seen.get("AS").get(0).asLong()).isEqualTo(-1);
    }

    @Test
    void whoWritesMoreThanAFileMayHaveIsEnded() {
        ActionError error = refused("head -c 2097152 /dev/zero > $TMPDIR/big; exit $?");
        assertThat(error.code()).isIn("KILLED_SIGXFSZ", "EXIT_153");
    }

    @Test
    void whoWantsMoreMemoryIsRefused() {
        assertThat(refused("exec python3 -c 'x = bytearray(1 << 30)'").message())
                .isEqualTo("MemoryError");
    }

    @Test
    void whoOpensMoreFilesIsRefused() {
        assertThat(
                        refused("exec python3 -c 'x = [open(\"/dev/null\") for i in range(64)]'")
                                .message())
                .contains("Too many open files");
    }

    private ActionError refused(String script) {
        Path file = bench.script("greedy.sh", script);
        ActionHandler handler =
                bench.declared(
                        "run: [sh, "
                                + file
                                + "], limits: {fileSize: 1MiB, memory: 512MiB, files: 40}");
        return Bench.error(result(handler, "{}"));
    }

    @Test
    void filesOfAnAttemptAreForItsUserOnly() {
        String seen =
                bench.succeeds(
                        "{}",
                        "umask > umask; touch made; cd \"$ACTION_SCRATCH\"",
                        "echo \"[\\\"$(stat -c %a . ..)\\\",\\\"$(stat -c %a "
                                + directory
                                + "/made)\\\"]\""
                                + "| tr '\\n' ' '");
        assertThat(seen).isEqualTo("[\"700 700\",\"600\"]");
    }

    @Test
    void aPrivateCurrentDirectoryIsTheScratchDirectory() throws Exception {
        Path script =
                bench.script("where.sh", "#!/bin/sh", "echo \"[\\\"$PWD\\\",\\\"$TMPDIR\\\"]\"");
        JsonNode seen =
                JSON.readTree(
                        ((Succeeded)
                                        result(
                                                bench.declared(
                                                        "run: [" + script + "], cwd: private"),
                                                "{}"))
                                .result());
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
        assertThat(Path.of(seen.get(0).asText())).doesNotExist();
    }

    @Test
    void aGibibyteOnStdoutIsReadCappedAndHasItsDigest() throws Exception {
        long size = 1L << 30;
        ActionError error =
                Bench.error(
                        bench.handler("head -c " + size + " /dev/zero")
                                .handle(Bench.attempt("{}", LONG)));
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        byte[] zeros = new byte[1 << 20];
        for (long done = 0; done < size; done += zeros.length) {
            expected.update(zeros);
        }
        assertThat(error.code()).isEqualTo("RESULT_TOO_LARGE");
        assertThat(error.details())
                .contains(
                        "{\"stdout\":{\"bytes\":%d,\"sha256\":\"%s\"}}"
                                .formatted(size, HexFormat.of().formatHex(expected.digest())));
    }

    private JsonNode limits(String keys) throws IOException {
        Path script =
                bench.script(
                        "limits.py",
                        "import json, resource as r",
                        "names = ['AS', 'NOFILE', 'FSIZE', 'NPROC', 'CPU', 'CORE']",
                        "print(json.dumps({n: r.getrlimit(getattr(r, 'RLIMIT_' + n)) for n in names}))");
        return JSON.readTree(
                ((Succeeded) result(bench.declared("run: [python3, " + script + "]" + keys), "{}"))
                        .result());
    }

    private static AttemptResult result(ActionHandler handler, String params) {
        try {
            return handler.handle(Bench.attempt(params, LONG));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
