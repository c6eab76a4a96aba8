package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.ledger.turn.Declarations;
import dev.actionbus.ledger.turn.LimitState;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two ledgers, each killed while turns of one limit are held by actions of both partitions: some of
 * them have their limit at home, the others elsewhere.
 */
final class HeldTurnsIT {

    private static final int HOMES = 2;
    private static final int ACTIONS = 240;
    private static final int PERMITS = 3;
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory;

    private final Topics topics = kafka.freshTopics(HOMES);
    private final RecordCodec codec = new RecordCodec(kafka.registry());
    private final Map<String, Object> client =
            Map.of("bootstrap.servers", kafka.bootstrapServers());

    @Test
    void noTurnIsLostAndNoneIsGivenTwiceWhenLedgersAreKilledWhileTheyAreHeld() throws Exception {
        codec.registerAll();
        Projector.Home home = new Projector.Home("rig-cluster", HOMES);
        List<String> ids = IntStream.range(0, ACTIONS).mapToObj(HeldTurnsIT::id).toList();
        assertThat(ids.stream().map(it -> Placement.home(new ActionId(it), HOMES))).contains(0, 1);
        Set<String> dying = ids.stream().limit(ACTIONS / 20).collect(Collectors.toSet());
        try (BusyHands hands =
                new BusyHands(
                        kafka.bootstrapServers(),
                        topics,
                        codec,
                        HOMES,
                        grant -> grant.getAttempt() == 1 && dying.contains(grant.getActionId()))) {
            HandlerDeclared limited =
                    Declarations.of("train", new ConcurrencyLimit(PERMITS, null), null);
            hands.declare(topics.handlers(), Declarations.id(limited), limited);
            ProjectorProcess one = ledger(home, "one");
            ProjectorProcess two = ledger(home, "two");
            try {
                for (int i = 0; i < ACTIONS; i++) {
                    ActionRequested request = ProjectorRig.request(i);
                    hands.send(topics.requests(), request.getActionId(), request);
                }
                hands.start();
                for (ProjectorProcess victim : List.of(one, two, one, two)) {
                    int before = hands.done();
                    await().atMost(PATIENCE).until(() -> hands.done() > before + 10);
                    await().atMost(PATIENCE).until(() -> hands.running() > 0);
                    victim.kill();
                    forgetMembers();
                    victim.restart();
                }
                await().atMost(PATIENCE).until(() -> hands.done() == ACTIONS);
                await().atMost(PATIENCE).until(() -> events(ActionCompleted.class) == ACTIONS);
            } finally {
                one.kill();
                two.kill();
            }
            assertThat(hands.most()).isEqualTo(PERMITS);
        }
        assertThat(events(AttemptLost.class)).isGreaterThanOrEqualTo(dying.size());
        assertNobodyHoldsAnything(home);
        System.out.printf(
                "%d actions through %d turns, ledgers killed 4 times: %d attempts lost%n",
                ACTIONS, PERMITS, events(AttemptLost.class));
    }

    private void assertNobodyHoldsAnything(Projector.Home home) throws Exception {
        forgetMembers();
        ProjectorSettings settings =
                new ProjectorSettings(
                        client,
                        topics,
                        directory.resolve("one").resolve("state"),
                        directory.resolve("log.key"),
                        "127.0.0.1:1",
                        LEASE,
                        0);
        try (Projector projector = Projector.start(settings, codec, home, NearbyExecutor.NOBODY)) {
            assertThat(projector.awaitRunning(PATIENCE)).isTrue();
            List<LimitState> used =
                    await().atMost(PATIENCE)
                            .until(
                                    () -> projector.limits().busiest(List.of(0, 1), "", 10),
                                    it -> it.isPresent() && it.get().isEmpty())
                            .orElseThrow();
            assertThat(used).isEmpty();
        }
    }

    private ProjectorProcess ledger(Projector.Home home, String name) throws Exception {
        return new ProjectorProcess(
                kafka.bootstrapServers(),
                topics,
                home,
                directory.resolve(name),
                directory.resolve("log.key"),
                LEASE);
    }

    private static String id(int number) {
        return ProjectorRig.request(number).getActionId();
    }

    private long events(Class<? extends SpecificRecord> type) {
        return kafka.readAll(topics.events()).stream()
                .map(it -> codec.decode(it.value(), Contract.EVENTS))
                .filter(it ->
                        it instanceof Decoded.Readable readable
                                && type.isInstance(readable.value()))
                .count();
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
