package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.testkit.BusKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Scripts on a real broker: what they say reaches the ledger, and manifests may change. */
final class ScriptIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);

    @TempDir private Path directory;

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void progressGoesOutWhileTheScriptRunsAndItsOutputsWithItsSuccess() throws IOException {
        rig.ledger().grant(List.of(Tasks.grant("speak", "k", 1, Duration.ofMinutes(10))));
        try (Executor executor =
                start(
                        "echo '{\"progress\":0.5,\"message\":\"half\",\"checkpoint\":{\"n\":1}}' >&3",
                        "echo '{\"output\":{\"namespace\":\"model\",\"name\":\"m\"}}' >&3",
                        "while [ ! -e go ]; do sleep 0.02; done; echo 1")) {
            await().atMost(ExecutorRig.SOON).until(() -> !rig.ledger().heartbeats().isEmpty());
            Files.writeString(directory.resolve("go"), "");
            rig.awaitSuccesses(1);
            assertThat(executor.status().load().running()).isZero();
        }
        Heartbeat beat = rig.ledger().heartbeats().getFirst();
        assertThat(beat.getProgress()).isEqualTo(0.5);
        assertThat(beat.getCheckpoint()).isEqualTo("{\"n\":1}");
        assertThat(beat.getMessage()).isEqualTo("half");
        AttemptSucceeded success = rig.ledger().successes().getFirst();
        assertThat(success.getOutputs())
                .singleElement()
                .satisfies(it -> assertThat(it.getName()).isEqualTo("m"));
    }

    @Test
    void aCheckpointIsSentBeforeTheFailureThatFollowsAtOnce() throws IOException {
        rig.ledger().grant(List.of(Tasks.grant("speak", "k", 1, Duration.ofMinutes(10))));
        try (Executor executor =
                start(
                        "for n in 1 2 3 4 5; do echo \"{\\\"checkpoint\\\":$n}\" >&3; done; exit 75")) {
            await().atMost(ExecutorRig.SOON).until(() -> !rig.ledger().failures().isEmpty());
            assertThat(executor.status().load().running()).isZero();
        }
        List<Object> reports = rig.ledger().reports();
        assertThat(reports.getLast()).isInstanceOf(AttemptFailed.class);
        assertThat(reports.get(reports.size() - 2))
                .isInstanceOfSatisfying(
                        Heartbeat.class, beat -> assertThat(beat.getCheckpoint()).isEqualTo("5"));
    }

    @Test
    void anAttemptEndsWithTheHandlerItBeganWithAndTheNextHasTheNewOne() throws IOException {
        Files.writeString(
                directory.resolve("speak.sh"),
                "touch begun; while [ ! -e go ]; do sleep 0.02; done; echo \"\\\"$1\\\"\"\n");
        declare("[sh, speak.sh, old]");
        LiveHandlers live =
                LiveHandlers.of(List.of(directory), this::built, HandlerCatalog.Built::orThrow);
        ExecutorSettings settings = rig.ledger().settings("reload");
        try (Executor executor = rig.start(settings, live, KafkaClients.of(settings))) {
            rig.ledger().grant(List.of(Tasks.grant("speak", "a", 1, Duration.ofMinutes(10))));
            await().atMost(ExecutorRig.SOON).until(() -> Files.exists(directory.resolve("begun")));
            declare("[sh, speak.sh, renewed]");
            live.look();
            live.look();
            rig.ledger().grant(List.of(Tasks.grant("speak", "b", 1, Duration.ofMinutes(10))));
            await().atMost(ExecutorRig.SOON).until(() -> executor.status().load().running() == 2);
            Files.writeString(directory.resolve("go"), "");
            rig.awaitSuccesses(2);
        }
        assertThat(rig.ledger().successes())
                .extracting(AttemptSucceeded::getResult)
                .containsExactlyInAnyOrder("\"old\"", "\"renewed\"");
    }

    @Test
    void aScriptThatHangsForEverHoldsNobodyElse() throws IOException {
        rig.ledger().grant(List.of(Tasks.grant("speak", "hangs", 1, Duration.ofMinutes(10))));
        String hangs = "grep -q hangs && exec sleep infinity; echo 1";
        try (Executor executor = start(hangs)) {
            await().atMost(ExecutorRig.SOON).until(() -> executor.status().load().running() == 1);
            for (int n = 0; n < 8; n++) {
                rig.ledger()
                        .grant(List.of(Tasks.grant("speak", "k" + n, 1, Duration.ofMinutes(10))));
            }
            rig.awaitSuccesses(8);
            assertThat(executor.status().load().running()).isEqualTo(1);
        }
        assertThat(rig.ledger().failures())
                .singleElement()
                .satisfies(it -> assertThat(it.getError().getCode()).isEqualTo("INTERRUPTED"));
    }

    private void declare(String command) throws IOException {
        Files.writeString(
                directory.resolve("m.yaml"), "actions:\n  - {name: speak, run: " + command + "}\n");
    }

    private HandlerCatalog.Built built() {
        return HandlerCatalog.builder()
                .manifests(directory, directory, InstantSource.system())
                .build();
    }

    private Executor start(String... script) throws IOException {
        Files.writeString(directory.resolve("speak.sh"), String.join("\n", script) + "\n");
        declare("[sh, speak.sh]");
        ExecutorSettings settings = rig.ledger().settings("speak").withDrain(Duration.ofSeconds(2));
        return rig.start(settings, built().orThrow(), KafkaClients.of(settings));
    }
}
