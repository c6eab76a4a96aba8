package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes say while they run. */
class EventsIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path directory;
    private final Heard heard = new Heard();
    private Bench bench;

    @BeforeEach
    void prepare() {
        bench = new Bench(directory);
    }

    @Test
    void linesOnDescriptor3AreHeardInOrder() {
        run(
                "echo '{\"progress\":0.25,\"message\":\"epoch 1\"}' >&3",
                "echo '{\"checkpoint\":{\"epoch\":1,\"loss\":0.250,\"n\":12345678901234567890}}' >&3",
                "printf '%s' '{\"output\":{\"namespace\":\"model\",\"name\":\"m\",\"version\":\"1\","
                        + "\"digest\":\"sha256:ab\"}}' >&3",
                "echo 1");
        assertThat(heard.words)
                .containsExactly(
                        "done 0.25",
                        "say epoch 1",
                        "checkpoint {\"epoch\":1,\"loss\":0.250,\"n\":12345678901234567890}",
                        "made model m Optional[1] Optional[sha256:ab]");
    }

    @Test
    void aPythonScriptAppendsToTheFileNamedInItsEnvironment() throws Exception {
        Path script =
                bench.script(
                        "events.py",
                        "import json, os",
                        "with open(os.environ['ACTION_EVENTS'], 'a') as events:",
                        "    print(json.dumps({'progress': 1, 'message': 'é ✓'}), file=events)",
                        "print(1)");
        result(bench.declared("run: [python3, " + script + "]"));
        assertThat(heard.words).containsExactly("done 1.0", "say é ✓");
    }

    @Test
    void aFileThatIsOpenedAnewIsReadFromItsStart() {
        run(
                "echo '{\"progress\":0.1,\"message\":\"a long line before a short one\"}' >&3",
                "sleep 0.3; echo '{\"progress\":0.2}' > $ACTION_EVENTS; echo 1");
        assertThat(heard.words).contains("done 0.1").endsWith("done 0.2");
    }

    @Test
    void wordsAreHeardWhileTheScriptStillRuns() {
        // It ends when the test has heard it.
        heard.marker = Optional.of(directory.resolve("heard"));
        run("echo '{\"progress\":0.5}' >&3", "while [ ! -e heard ]; do sleep 0.01; done", "echo 1");
        assertThat(heard.words).containsExactly("done 0.5");
    }

    @Test
    void badLinesAreLeftOutAndHarmNothing() {
        run(
                "for line in hello '{}' '[1]' 1 '{\"progress\":2}' '{\"progress\":\"half\"}' '{\"progres\":1}' \\",
                "  '{\"progress\":0.5} {}' '{\"progress\":0.5,\"progress\":0.6}' '{\"message\":1}' \\",
                "  '{\"output\":{}}' '{\"output\":{\"namespace\":\"a\"}}' '{\"output\":\"x\"}' \\",
                "  '{\"output\":{\"namespace\":\"a\",\"name\":\"b\",\"size\":1}}' '{\"progress\":NaN}'; do",
                "  printf '%s\\n' \"$line\" >&3; done",
                "printf '\\377\\n' >&3",
                "head -c 300000 /dev/zero | tr '\\0' x >&3; echo >&3",
                "head -c 3000 /dev/zero | tr '\\0' '[' >&3; echo >&3",
                "echo '{\"message\":\"still here\"}' >&3",
                "echo 1");
        assertThat(heard.words).containsExactly("say still here");
    }

    @Test
    void ofAFloodTheFirst16MebibytesAreHeard() {
        run("yes '{\"progress\":0.5}' | head -c 104857600 >&3", "echo 1");
        assertThat(heard.words.size() * 17L)
                .isBetween(EventFile.MOST_BYTES - 17, EventFile.MOST_BYTES + 64 * 1024);
    }

    @Test
    void aSecretIsNotHeard() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "canary-12345");
        Path script =
                bench.script(
                        "secret.sh",
                        "echo '{\"checkpoint\":\"'$TOKEN'\"}' >&3",
                        "echo '{\"output\":{\"namespace\":\"a\",\"name\":\"'$TOKEN'\"}}' >&3",
                        "echo '{\"message\":\"with '$TOKEN'\"}' >&3",
                        "echo 1");
        result(
                bench.declared(
                        "run: [sh, " + script + "], env: {TOKEN: {fromFile: " + token + "}}"));
        assertThat(heard.words).containsExactly("say with ***");
    }

    private void run(String... lines) {
        assertThat(result(bench.handler(lines))).isEqualTo(new Succeeded("1"));
    }

    private AttemptResult result(ActionHandler handler) {
        try {
            return handler.handle(Bench.attempt("{}", LONG, heard));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes down what it is told. */
    private static final class Heard implements Progress {

        private final List<String> words = new ArrayList<>();
        private Optional<Path> marker = Optional.empty();

        @Override
        public void done(double share) {
            words.add("done " + share);
            marker.ifPresent(file -> {
                try {
                    Files.writeString(file, "");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Override
        public void checkpoint(String json) {
            words.add("checkpoint " + json);
        }

        @Override
        public void made(DataRef output) {
            words.add(
                    "made %s %s %s %s"
                            .formatted(
                                    output.namespace(),
                                    output.name(),
                                    output.version(),
                                    output.digest()));
        }

        @Override
        public void say(String line) {
            words.add("say " + line);
        }
    }
}
