package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.ledger.RunTrial;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of a random graph, while the ledger is killed every two seconds and executors take attempts
 * with them. {@code -Druns.steps=N}, {@code -Druns.kills=N} and {@code -Druns.seed=N} set how much.
 */
final class KilledRunIT {

    private static final int STEPS = Integer.getInteger("runs.steps", 400);
    private static final int KILLS = Integer.getInteger("runs.kills", 3);
    private static final long SEED = Long.getLong("runs.seed", 16);
    private static final int HOMES = 2;
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory;

    private final Topics topics = kafka.freshTopics(HOMES);
    private final RecordCodec codec = new RecordCodec(kafka.registry());
    private final Map<String, Object> client =
            Map.of("bootstrap.servers", kafka.bootstrapServers());
    private final Random random = new Random(SEED);

    @Test
    void i16_eachStepOfARandomGraphEndsOnceAndBeginsAfterThoseItNeeds() throws Exception {
        codec.registerAll();
        Map<String, Set<String>> graph = graph();
        ActionRequested run = RunTrial.request("run", RunTrial.snapshot(text(graph)), "{}");
        Projector.Home home = new Projector.Home("rig-cluster", HOMES);
        try (BusyHands hands =
                new BusyHands(
                        kafka.bootstrapServers(),
                        topics,
                        codec,
                        HOMES,
                        grant ->
                                grant.getAttempt() == 1
                                        && grant.getActionId().hashCode() % 100 == 0)) {
            ProjectorProcess ledger =
                    new ProjectorProcess(
                            kafka.bootstrapServers(),
                            topics,
                            home,
                            directory,
                            directory.resolve("log.key"),
                            LEASE);
            try {
                hands.send(topics.requests(), run.getActionId(), run);
                hands.start();
                for (int kill = 0; kill < KILLS; kill++) {
                    int before = hands.done();
                    await().atMost(PATIENCE)
                            .until(() -> hands.done() > before || hands.done() == STEPS);
                    await().pollDelay(Duration.ofSeconds(2))
                            .atMost(PATIENCE)
                            .until(ledger::isAlive);
                    ledger.kill();
                    forgetMembers();
                    ledger.restart();
                }
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> isCompleted(run.getActionId()));
            } finally {
                ledger.kill();
            }
        }
        assertOneOutcomeEachAfterThoseItNeeds(graph);
        assertThat(ReconcileScan.run(client, topics, codec, true, Progress.NONE).first()).isEmpty();
        System.out.printf(
                "a run of %d steps, its ledger killed %d times, %d attempts lost%n",
                STEPS, KILLS, events().stream().filter(AttemptLost.class::isInstance).count());
    }

    private void assertOneOutcomeEachAfterThoseItNeeds(Map<String, Set<String>> graph) {
        Map<String, Integer> accepted = new HashMap<>();
        Map<String, Integer> completed = new HashMap<>();
        Map<String, String> steps = new HashMap<>();
        List<SpecificRecord> events = events();
        for (int place = 0; place < events.size(); place++) {
            if (events.get(place) instanceof ActionAccepted it
                    && it.getRequest().getContext().getStep() != null) {
                String step = it.getRequest().getContext().getStep();
                steps.put(it.getRequest().getActionId(), step);
                assertThat(accepted.put(step, place)).as("accepted before: %s", step).isNull();
            } else if (events.get(place) instanceof ActionCompleted it
                    && steps.containsKey(it.getActionId())) {
                String step = steps.get(it.getActionId());
                assertThat(completed.put(step, place)).as("ended before: %s", step).isNull();
            }
        }
        assertThat(accepted.keySet()).isEqualTo(graph.keySet());
        assertThat(completed.keySet()).isEqualTo(graph.keySet());
        graph.forEach((step, needs) ->
                needs.forEach(need ->
                        assertThat(completed.get(need))
                                .as("%s needs %s", step, need)
                                .isLessThan(accepted.get(step))));
    }

    /** Each step needs up to three of the hundred before it. */
    private Map<String, Set<String>> graph() {
        Map<String, Set<String>> graph = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            Set<String> needs = new TreeSet<>();
            for (int need = random.nextInt(4); need > 0 && step > 0; need--) {
                needs.add("s" + (step - 1 - random.nextInt(Math.min(step, 100))));
            }
            graph.put("s" + step, needs);
        }
        return graph;
    }

    private static String text(Map<String, Set<String>> graph) {
        StringBuilder text = new StringBuilder("workflow: random\nversion: 1\nsteps:\n");
        graph.forEach((step, needs) ->
                text.append("  ")
                        .append(step)
                        .append(": {action: do-it, after: [")
                        .append(String.join(", ", needs))
                        .append("]}\n"));
        return text.append("result: {done: true}\n").toString();
    }

    /** All of a run lie in one partition, in this order. */
    private List<SpecificRecord> events() {
        return kafka.readAll(topics.events()).stream()
                .map(it -> codec.decode(it.value(), Contract.EVENTS))
                .map(it -> ((Decoded.Readable) it).value())
                .toList();
    }

    private boolean isCompleted(String run) {
        return events().stream()
                .anyMatch(
                        it -> it instanceof ActionCompleted done && done.getActionId().equals(run));
    }

    /** Who was killed would be waited for until its session has timed out. */
    private void forgetMembers() throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            admin.removeMembersFromConsumerGroup(
                            TopicLayout.ledgerGroup(topics),
                            new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // it had not even joined
        }
    }
}
