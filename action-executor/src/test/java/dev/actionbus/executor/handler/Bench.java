package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory of scripts and a way to run them as process handlers. */
record Bench(Path directory) {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final ActionId ID = new ActionId("0b1f3a52-7c11-8a3e-9d20-5b6c7d8e9f01");
    private static final Duration LONG = Duration.ofMinutes(1);

    static Attempt attempt(String params, Duration timeout) {
        return attempt(params, timeout, Progress.UNHEARD);
    }

    static Attempt attempt(String params, Duration timeout, Progress progress) {
        return new Attempt(
                ID,
                3,
                new Attempt.Call("train", 1, params),
                NOW.plus(timeout),
                Optional.of("{\"epoch\":7}"),
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                new Attempt.Voice(progress, Optional.empty()));
    }

    Path script(String name, String... lines) {
        try {
            Path file = directory.resolve(name);
            Files.writeString(file, String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    ProcessHandler handler(String... shellLines) {
        Path script = script("handler.sh", shellLines);
        return handler(List.of("/bin/sh", script.toString()), Map.of());
    }

    ProcessHandler handler(List<String> argv, Map<String, String> env) {
        Path workspace = directory.resolve("workspace");
        ProcessHandler.Host host =
                new ProcessHandler.Host(workspace, InstantSource.fixed(NOW), false);
        Map<String, EnvValue> values = new HashMap<>();
        env.forEach((name, text) -> values.put(name, new EnvValue.Plain(text)));
        return new ProcessHandler(
                new Launch(argv, values, new Launch.Directory.OfManifest(directory)), host);
    }

    /** As a manifest declares it, which is all keys of one action but its name. */
    ActionHandler declared(String keys) {
        try {
            Path manifests = Files.createDirectories(directory.resolve("manifests"));
            Files.writeString(
                    manifests.resolve("m.yaml"), "actions:\n  - {name: train, " + keys + "}\n");
            return HandlerCatalog.builder()
                    .manifests(manifests, directory, InstantSource.fixed(NOW))
                    .build()
                    .orThrow()
                    .handlers()
                    .getFirst()
                    .code();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String succeeds(String params, String... shellLines) {
        AttemptResult result = handler(shellLines).handle(attempt(params, LONG));
        assertThat(result).isInstanceOf(Succeeded.class);
        return ((Succeeded) result).result();
    }

    ActionError fails(String... shellLines) {
        return failsWithin(LONG, shellLines);
    }

    ActionError failsWithin(Duration timeout, String... shellLines) {
        return error(handler(shellLines).handle(attempt("{}", timeout)));
    }

    static ActionError error(AttemptResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        return ((Failed) result).error();
    }

    Optional<Long> pid(String file) {
        try {
            String text = Files.readString(directory.resolve(file)).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A process nobody has waited for yet is as gone as it can be. */
    static boolean alive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }
}
