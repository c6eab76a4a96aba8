package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileReport;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageGraph;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageReplay;
import dev.actionbus.audit.lineage.LineageTrace;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.ledger.RunTrial;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a real ledger and a real broker. */
final class RunsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int STEPS = 10;

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path data;
    private final Set<String> answered = new HashSet<>();
    private ProjectorRig rig;
    private Projector projector;

    @BeforeEach
    void start() throws Exception {
        rig = new ProjectorRig(kafka, data);
        projector = rig.start("state");
    }

    @AfterEach
    void close() {
        projector.close();
        rig.close();
    }

    @Test
    void aRunThatFailedAtItsFifthStepGoesOnThereWhenItsHandlerIsMended() {
        String definition =
                IntStream.rangeClosed(1, STEPS)
                        .mapToObj(n ->
                                "  s"
                                        + n
                                        + ": {action: do-it"
                                        + (n == 1 ? "" : ", after: [s" + (n - 1) + "]")
                                        + "}\n")
                        .collect(Collectors.joining("", "workflow: ten\nversion: 1\nsteps:\n", ""));
        String run = ask(definition, "{}");

        await().atMost(PATIENCE).until(() -> answer("s5") && ended(run, ActionStatus.FAILED));
        rig.tell(
                rig.topics().control(),
                run,
                new ResumeRequested(
                        run, "order", "bob", "the handler is mended", null, null, Instant.now()));
        await().atMost(PATIENCE).until(() -> answer("") && ended(run, ActionStatus.COMPLETED));

        Map<String, Long> attempts =
                tasks().stream()
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.getContext().getStep(), Collectors.counting()));
        assertThat(attempts).hasSize(STEPS).containsEntry("s5", 2L);
        attempts.remove("s5");
        assertThat(attempts.values()).containsOnly(1L);
        assertThat(lineage(run)).hasSize(STEPS + 1);
        assertThat(reconcile().first()).isEmpty();
    }

    /** The steps of the run, by action: those of both segments. */
    private Set<String> lineage(String run) {
        LineageGraph graph =
                LineageReplay.read(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        rig.topics().events(),
                        rig.codec(),
                        _ -> {});
        Lineage lineage =
                LineageTrace.of(
                                graph,
                                new LineageQuery(
                                        new LineageQuery.Start.OfAction(new ActionId(run)),
                                        new LineageQuery.Scope(
                                                LineageQuery.Direction.DOWN, 1, 1000)))
                        .orElseThrow();
        return lineage.edges().stream()
                .filter(it -> it.kind() == Lineage.Kind.PART_OF && it.from().endsWith(run))
                .map(Lineage.Edge::to)
                .collect(Collectors.toSet());
    }

    private String ask(String definition, String params) {
        ActionRequested request = RunTrial.request("run", RunTrial.snapshot(definition), params);
        rig.tell(rig.topics().requests(), request.getActionId(), request);
        return request.getActionId();
    }

    /** Does what is to be done, but for one step, which fails. */
    private boolean answer(String failing) {
        for (AttemptGranted task : tasks()) {
            String id = task.getActionId();
            if (answered.add(id + "/" + task.getAttempt())) {
                int attempt = task.getAttempt();
                boolean fails = failing.equals(task.getContext().getStep());
                rig.tell(rig.topics().reports(), id, Samples.started(id, attempt, "e1"));
                rig.tell(
                        rig.topics().reports(),
                        id,
                        fails
                                ? Samples.failed(
                                        id,
                                        attempt,
                                        "e1",
                                        new ErrorDetail("BROKEN", "not mended yet", false, null))
                                : Samples.succeeded(id, attempt, "e1", "{}"));
            }
        }
        return true;
    }

    private List<AttemptGranted> tasks() {
        return kafka.readAll(rig.topics().tasks()).stream()
                .map(it -> rig.codec().decode(it.value(), Contract.TASKS))
                .map(it -> (AttemptGranted) ((Decoded.Readable) it).value())
                .toList();
    }

    private boolean ended(String run, ActionStatus how) {
        return projector
                .view()
                .find(new ActionId(run))
                .filter(it -> it.progress().getStatus() == how)
                .isPresent();
    }

    private ReconcileReport reconcile() {
        return ReconcileScan.run(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                rig.topics(),
                rig.codec(),
                true,
                Progress.NONE);
    }
}
