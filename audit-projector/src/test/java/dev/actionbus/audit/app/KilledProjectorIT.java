package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.audit.EventRecord;
import dev.actionbus.audit.FoldedRows;
import dev.actionbus.audit.RowDigest;
import dev.actionbus.audit.check.LogScan;
import dev.actionbus.audit.check.Progress;
import dev.actionbus.audit.check.ReconcileReport;
import dev.actionbus.audit.check.ReconcileScan;
import dev.actionbus.audit.check.Verification;
import dev.actionbus.audit.check.VerifyLogs;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.Proofs;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ledger and its view in a process that is killed and loses its state while events flow. {@code
 * -Dprojector.kills=20} kills it so often; it loses its state twice.
 */
final class KilledProjectorIT {

    private static final int KILLS = Integer.getInteger("projector.kills", 10);
    private static final Set<Integer> STATE_LOST_AT = Set.of(KILLS / 3, KILLS * 2 / 3);
    private static final int HOMES = 2;
    private static final String NAME = "ledger";

    /** With one step of the way, not with all; how fast it is back is printed and not judged. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory;

    private final List<Long> backAfter = new ArrayList<>();
    private final Random random = new Random(20);

    @Test
    void i11_i12_killsUnderLoadLeaveOneLogThatAnybodyCanRecompute() throws Exception {
        Projector.Home home = new Projector.Home(clusterId(), HOMES);
        try (LedgerProcesses ledgers =
                new LedgerProcesses(kafka, directory, home, Duration.ofMinutes(5))) {
            isOneLogAfterAllKills(ledgers, home);
        }
    }

    private void isOneLogAfterAllKills(LedgerProcesses ledgers, Projector.Home home)
            throws Exception {
        Topics topics = ledgers.topics();
        int actions;
        try (SteadyWork work =
                new SteadyWork(kafka.bootstrapServers(), topics, ledgers.codec(), HOMES)) {
            work.start();
            actions = killAgainAndAgain(ledgers, work);
        }

        List<ConsumerRecord<byte[], byte[]>> notes = kafka.readAll(topics.checkpoints());
        List<ConsumerRecord<byte[], byte[]>> events = kafka.readAll(topics.events());
        for (int partition = 0; partition < HOMES; partition++) {
            assertOneLog(new LogByTheBook(of(partition, events)), heads(of(partition, notes)));
        }
        assertThat(verify(ledgers).findings()).isEmpty();
        assertThat(reconcile(ledgers).first()).isEmpty();
        assertDigests(ledgers, home, events);
        System.out.printf(
                "projector killed %d times, its state lost %d times: %d actions, %d events, %d"
                        + " checkpoints, all consistent; back at work after %d ms (median)%n",
                KILLS,
                STATE_LOST_AT.size(),
                actions,
                events.size(),
                notes.size(),
                backAfter.stream().sorted().toList().get(backAfter.size() / 2));
    }

    private int killAgainAndAgain(LedgerProcesses ledgers, SteadyWork work) throws Exception {
        ProjectorProcess projector = ledgers.start(NAME);
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 4 == 3) {
                pass(random.nextInt(500, 2500)); // wherever it is by then
            } else {
                int before = work.ended();
                long start = System.nanoTime();
                awaitThat(projector, () -> work.ended() > before);
                backAfter.add((System.nanoTime() - start) / 1_000_000);
                // Checkpoints are signed a second after the start.
                pass(kill % 2 == 0 ? random.nextInt(600, 1100) : random.nextInt(1500));
            }
            projector.kill();
            if (STATE_LOST_AT.contains(kill)) {
                projector.loseState();
            }
            ledgers.forgetMembers();
            projector.restart();
        }
        int actions = work.finish(PATIENCE);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> everythingIsSigned(ledgers.topics()));
        ledgers.killAll();
        return actions;
    }

    /** Every root is that of the records, and each note continues the one before. */
    private static void assertOneLog(LogByTheBook log, List<TreeHead> heads) {
        assertThat(heads.getLast().size()).isEqualTo(log.size());
        TreeHead before = heads.getFirst();
        for (TreeHead head : heads) {
            int size = (int) head.size();
            assertThat(head.root().bytes()).as("root at %d", size).isEqualTo(log.root(size));
            assertThat(head.size()).isGreaterThanOrEqualTo(before.size());
            if (head.size() > before.size()) {
                List<Hash> proof =
                        log.consistency((int) before.size(), size).stream().map(Hash::of).toList();
                assertThat(Proofs.continues(before, head, proof)).isTrue();
            }
            before = head;
        }
    }

    /** What a ledger says of its view, and what the topic alone comes to. */
    private static void assertDigests(
            LedgerProcesses ledgers,
            Projector.Home home,
            List<ConsumerRecord<byte[], byte[]>> events)
            throws Exception {
        try (Projector projector = ledgers.here(NAME)) {
            LedgerLogs logs =
                    new LedgerLogs(projector, ledgers.settings(NAME), ledgers.codec(), HOMES);
            // Partitions may move once more, or be folded up to their end, after the start.
            LogQueries.Reply all =
                    await().atMost(PATIENCE)
                            .until(
                                    () -> logs.ask(new LogQuestion.Digests(), Reach.EVERYWHERE),
                                    it ->
                                            it.status() == LogQueries.Reply.OK
                                                    && it.freshness().equals(Freshness.FRESH));
            JsonNode digests = ProjectorRig.json(all);
            assertThat(digests.path("partitions")).hasSize(HOMES);
            for (JsonNode part : digests.path("partitions")) {
                int partition = part.path("partition").asInt();
                RowDigest folded =
                        FoldedRows.digest(
                                ledgers.codec(),
                                new LogId(home.cluster(), ledgers.topics().events(), partition),
                                of(partition, events).stream()
                                        .map(it ->
                                                new EventRecord(
                                                        it.offset(),
                                                        it.timestamp(),
                                                        it.key(),
                                                        it.value()))
                                        .toList());
                assertThat(part.path("size").asLong()).isEqualTo(folded.size());
                assertThat(part.path("digest").asText()).isEqualTo(folded.digest().toString());
            }
            assertThat(projector.violations()).isEmpty();
        }
    }

    private static Verification verify(LedgerProcesses ledgers) throws IOException {
        try (LogScan scan = LogScan.connect(ledgers.client(), ledgers.topics())) {
            return VerifyLogs.run(
                    scan, LogKeys.read(ledgers.keys()).verifiers(), List.of(), Progress.NONE);
        }
    }

    private static ReconcileReport reconcile(LedgerProcesses ledgers) {
        return ReconcileScan.run(
                ledgers.client(), ledgers.topics(), ledgers.codec(), true, Progress.NONE);
    }

    private static boolean everythingIsSigned(Topics topics) {
        List<ConsumerRecord<byte[], byte[]>> notes = kafka.readAll(topics.checkpoints());
        List<ConsumerRecord<byte[], byte[]>> events = kafka.readAll(topics.events());
        boolean all = true;
        for (int partition = 0; partition < HOMES; partition++) {
            List<TreeHead> heads = heads(of(partition, notes));
            all &= !heads.isEmpty() && heads.getLast().size() == of(partition, events).size();
        }
        return all;
    }

    private void awaitThat(ProjectorProcess projector, Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    assertThat(projector.isAlive()).as(projector.said()).isTrue();
                })
                .until(condition);
    }

    private static String clusterId() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void pass(int millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    private static List<TreeHead> heads(List<ConsumerRecord<byte[], byte[]>> notes) {
        List<TreeHead> heads = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> note : notes) {
            String text = new String(note.value(), StandardCharsets.UTF_8);
            heads.add(Checkpoint.parse(SignedNote.parse(text).text()).head());
        }
        return heads;
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(
            int partition, List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().filter(it -> it.partition() == partition).toList();
    }
}
