package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The second act: a workflow that nothing stops. The bus is killed in the middle of it, and the run
 * goes on; then every attempt of an epoch is killed, so the run fails and is resumed there.
 */
final class TuningDemo {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RUN = "penguins-tuning-1";
    private static final int EPOCHS = 5;
    private static final List<Double> RATES = List.of(0.02, 0.1, 0.5);
    private static final String FAULT = "runs/" + RUN + "/trials/rate-0.5/epoch-05.fault";

    /** So many epochs are done when the bus is killed. */
    private static final int EPOCHS_BEFORE_THE_KILL = 3;

    private static final Duration APPLY = Duration.ofSeconds(20);

    private final DemoBus bus;
    private final Path definitions;
    private final Output output = new Output();

    TuningDemo(DemoBus bus, Path definitions) {
        this.bus = bus;
        this.definitions = definitions;
    }

    int run() {
        say(
                "%nSecond act: a workflow that trains with %d learning rates and deploys the best model",
                RATES.size());
        apply("train-one-rate");
        apply("tune-and-deploy");
        Path fault = plantFault();
        DemoRun run = begin();
        killTheBus(run);
        RunRecord failed = run.awaitEnd();
        if (!failed.status().equals("FAILED")) {
            say("  the run was to fail, and is %s", failed.status());
            return 1;
        }
        say("  FAILED: %s", failed.run().path("error").path("message").asText());
        resume(run, fault);
        approve(run);
        return report(failed, run.awaitEnd());
    }

    private void apply(String workflow) {
        JsonNode answer =
                bus.http()
                        .post(
                                WorkflowCommand.PATH + "?strict=true",
                                ParamsGiven.textOf(definitions.resolve(workflow + ".yaml")),
                                Map.of("Content-Type", "application/yaml"),
                                APPLY);
        say("  applied %s@%d", answer.path("workflow").asText(), answer.path("version").asInt());
    }

    /** An epoch that no attempt survives as long as the file is there. */
    private Path plantFault() {
        Path fault = bus.workspace().resolve(FAULT);
        try {
            Files.createDirectories(fault.getParent());
            return Files.createFile(fault);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private DemoRun begin() {
        ObjectNode params =
                JSON.createObjectNode()
                        .put("runId", RUN)
                        .put("datasetVersion", "penguins-v1")
                        .put("epochs", EPOCHS);
        RATES.forEach(params.putArray("rates")::add);
        DemoRun run = DemoRun.begin(bus, "tune-and-deploy", RUN, params);
        say("  run %s", run.id());
        return run;
    }

    private void killTheBus(DemoRun run) {
        RunRecord now = run.await("the first epochs", it -> done(it) >= EPOCHS_BEFORE_THE_KILL);
        say("  %d of %d epochs are done: kill -9 of the bus", done(now), RATES.size() * EPOCHS);
        Duration took = bus.killAndStart();
        say(
                "  the bus is back after %.1f s; what it had under way counts as lost after %d s",
                took.toMillis() / 1000.0, bus.lease().toSeconds());
    }

    private void resume(DemoRun run, Path fault) {
        try {
            Files.delete(fault);
        } catch (IOException e) {
            throw unusable(e);
        }
        String reason = "what killed the epoch is gone";
        run.order("resume", Map.of("reason", reason));
        say("  resumed: %s", reason);
    }

    /** What a person would say who has looked at the accuracies. */
    private void approve(DemoRun run) {
        JsonNode now = run.awaitQuestion("ok");
        JsonNode result = run.result(now, "best");
        String reason =
                String.format(
                        Locale.ROOT,
                        "%s has the best accuracy, %.3f",
                        result.path("trial").asText(),
                        result.path("accuracy").asDouble());
        run.order("approve", Map.of("step", "ok", "reason", reason));
        say("  %s: %s", DemoRun.step(now, "ok").path("what").asText(), reason);
    }

    private int report(RunRecord failed, RunRecord ended) {
        TuningReport report = new TuningReport(bus.http(), failed, ended);
        JsonNode deployed = ended.run().path("result").path("deployed");
        Path model = bus.workspace().resolve(deployed.path("path").asText());
        boolean right =
                ended.status().equals("COMPLETED")
                        && report.isKept()
                        && isThere(model, deployed.path("sha256").asText());
        say("%n%s%n", RunText.drawn(ended.run()));
        output.table(report.table());
        say("%nresumed in segment %d: %s", ended.run().path("segment").asInt(), report.sums());
        say("attempts lost: %d", report.lostAttempts());
        say("deployed: %s", model);
        say("%nLook at the run again:%n  ./actionbus up --data %s", bus.data());
        say("  ./actionbus workflow show %s", ended.run().path("runId").asText());
        return right ? 0 : 1;
    }

    private static long done(RunRecord run) {
        return run.parts().stream()
                .filter(part -> part.name().contains("/epochs[") && part.isCompleted())
                .count();
    }

    /** Whether the file is there, whole. */
    private static boolean isThere(Path file, String sha256) {
        try {
            return Digests.sha256Hex(Files.readAllBytes(file)).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    private static Failure unusable(IOException e) {
        return Failure.environment("WORKSPACE_UNUSABLE", String.valueOf(e.getMessage()), "");
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
