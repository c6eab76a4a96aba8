package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.ledger.turn.Declarations;
import dev.actionbus.ledger.turn.LimitState;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two ledgers, each killed while turns of one limit are held by actions of both partitions: some of
 * them have their limit at home, the others elsewhere. {@code -Dheld.actions=N} sets of how many.
 */
final class HeldTurnsIT {

    private static final int HOMES = 2;
    private static final int ACTIONS = Integer.getInteger("held.actions", 120);
    private static final int PERMITS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory;

    @Test
    void noTurnIsLostAndNoneIsGivenTwiceWhenLedgersAreKilledWhileTheyAreHeld() throws Exception {
        List<String> ids = IntStream.range(0, ACTIONS).mapToObj(HeldTurnsIT::id).toList();
        assertThat(ids.stream().map(it -> Placement.home(new ActionId(it), HOMES))).contains(0, 1);
        Set<String> dying = ids.stream().limit(ACTIONS / 20).collect(Collectors.toSet());
        try (LedgerProcesses ledgers =
                new LedgerProcesses(
                        kafka,
                        directory,
                        new Projector.Home("rig-cluster", HOMES),
                        Duration.ofSeconds(4))) {
            try (BusyHands hands =
                    ledgers.hands(
                            it -> it.getAttempt() == 1 && dying.contains(it.getActionId()), "{}")) {
                killWhileTurnsAreHeld(ledgers, hands);
                assertThat(hands.most()).isEqualTo(PERMITS);
            }
            assertThat(ledgers.events(AttemptLost.class)).isGreaterThanOrEqualTo(dying.size());
            ledgers.killAll();
            assertNobodyHoldsAnything(ledgers);
            System.out.printf(
                    "%d actions through %d turns, ledgers killed 4 times: %d attempts lost%n",
                    ACTIONS, PERMITS, ledgers.events(AttemptLost.class));
        }
    }

    private static void killWhileTurnsAreHeld(LedgerProcesses ledgers, BusyHands hands)
            throws Exception {
        HandlerDeclared limited =
                Declarations.of("train", new ConcurrencyLimit(PERMITS, null), null);
        hands.declare(ledgers.topics().handlers(), Declarations.id(limited), limited);
        ProjectorProcess one = ledgers.start("one");
        ProjectorProcess two = ledgers.start("two");
        for (int i = 0; i < ACTIONS; i++) {
            ActionRequested request = ProjectorRig.request(i);
            hands.send(ledgers.topics().requests(), request.getActionId(), request);
        }
        hands.start();
        for (ProjectorProcess victim : List.of(one, two, one, two)) {
            int before = hands.done();
            await().atMost(PATIENCE).until(() -> hands.done() > before + 10);
            await().atMost(PATIENCE).until(() -> hands.running() > 0);
            victim.kill();
            ledgers.forgetMembers();
            victim.restart();
        }
        await().atMost(PATIENCE).until(() -> hands.done() == ACTIONS);
        await().atMost(PATIENCE).until(() -> ledgers.events(ActionCompleted.class) == ACTIONS);
    }

    private static void assertNobodyHoldsAnything(LedgerProcesses ledgers) throws Exception {
        try (Projector projector = ledgers.here("one")) {
            List<LimitState> used =
                    await().atMost(PATIENCE)
                            .until(
                                    () -> projector.limits().busiest(List.of(0, 1), "", 10),
                                    it -> it.isPresent() && it.get().isEmpty())
                            .orElseThrow();
            assertThat(used).isEmpty();
        }
    }

    private static String id(int number) {
        return ProjectorRig.request(number).getActionId();
    }
}
