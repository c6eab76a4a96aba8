package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.testkit.BusKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts that the ledger takes back. */
final class RevocationIT {

    private static final String CANCELLED = "CANCELLED: no longer wanted";

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final ActionHandler hangs =
            attempt -> {
                entered.countDown();
                new CountDownLatch(1).await();
                return new AttemptResult.Succeeded("{}");
            };

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void aRunningAttemptIsStoppedWithTheCodeOfTheReason() {
        AttemptGranted grant = grant("running");
        rig.ledger().grant(List.of(grant));
        try (Executor executor = rig.start("running", hangs)) {
            await().atMost(ExecutorRig.SOON).until(() -> entered.getCount() == 0);
            rig.ledger().revoke(grant, CANCELLED);
            failedOnce("CANCELLED", true);
            assertThat(executor.status().load().running()).isZero();
        }
    }

    @Test
    void anotherAttemptOfTheSameActionGoesOn() {
        AttemptGranted second = Tasks.grant("echo", "other", 2, ExecutorRig.LEASE);
        AttemptGranted next = grant("next");
        rig.ledger().grant(List.of(second, next));
        CountDownLatch end = new CountDownLatch(1);
        ActionHandler untilTold =
                attempt -> {
                    end.await();
                    return rig.echo(attempt);
                };
        try (Executor executor = rig.start("other", untilTold)) {
            await().atMost(ExecutorRig.SOON).until(() -> executor.status().load().running() == 2);
            rig.ledger().revoke(Tasks.grant("echo", "other", 1, ExecutorRig.LEASE), CANCELLED);
            rig.ledger().revoke(next, CANCELLED);
            failedOnce("CANCELLED", true);
            end.countDown();
            rig.awaitSuccesses(1);
        }
        assertThat(rig.calls()).containsOnlyKeys(second.getActionId());
    }

    @Test
    void aQueuedAttemptIsClaimedAndNotCalled() {
        AttemptGranted revoked = grant("queued");
        AttemptGranted next = grant("next");
        rig.ledger().grant(List.of(revoked, next));
        rig.ledger().revoke(revoked, CANCELLED);
        try (Executor _ = rig.start("queued", rig::echo)) {
            rig.awaitSuccesses(1);
            failedOnce("REVOKED", false);
        }
        assertThat(rig.ledger().starts()).hasSize(2);
        assertThat(rig.ledger().committedOffsets()).isEqualTo(2);
        assertThat(rig.calls()).containsOnlyKeys(next.getActionId());
    }

    @Test
    void nothingIsTakenBeforeRevocationsAreReadWhichIsTriedAgain() {
        AttemptGranted revoked = grant("early");
        rig.ledger().grant(List.of(revoked));
        rig.ledger().revoke(revoked, CANCELLED);
        ExecutorSettings settings = rig.ledger().settings("early");
        FaultyClients clients = new FaultyClients(settings);
        for (int i = 0; i < 6; i++) {
            clients.whole(new NetworkException("not yet"));
        }
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            assertThat(executor.take(grant("nearby"))).isEmpty();
            failedOnce("REVOKED", false);
        }
        assertThat(rig.calls()).isEmpty();
    }

    @Test
    void aNearbyAttemptThatIsRevokedBeforeItsClaimIsCommittedIsNotCalled() {
        AttemptGranted grant = grant("nearby");
        try (Executor executor = rig.start("nearby", rig::echo)) {
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().state() instanceof ExecutorState.Running);
            NearbyAttempt attempt = executor.take(grant).orElseThrow();
            AttemptGranted running = grant("marker");
            rig.ledger().revoke(grant, CANCELLED);
            rig.ledger().revoke(running, CANCELLED);
            rig.ledger().grant(List.of(running));
            // What lies behind it on the topic is known, so it is as well.
            failedOnce("REVOKED", false);
            attempt.run();
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 2);
        }
        assertThat(rig.ledger().failures())
                .allSatisfy(it -> assertThat(it.getError().getCode()).isEqualTo("REVOKED"));
        assertThat(rig.calls()).isEmpty();
    }

    @Test
    void anUnreadableRevocationDoesNotHideTheNext() {
        AttemptGranted grant = grant("behind");
        rig.ledger().grant(List.of(grant));
        rig.ledger().revoke("poison", "nonsense".getBytes(StandardCharsets.UTF_8));
        rig.ledger().revoke(grant, CANCELLED);
        try (Executor _ = rig.start("poison", rig::echo)) {
            failedOnce("REVOKED", false);
        }
    }

    @Test
    void anExecutorThatMayNotReadRevocationsStopsAndSaysSo() {
        ExecutorSettings settings = rig.ledger().settings("refused");
        TopicAuthorizationException refused = new TopicAuthorizationException("revocations");
        FaultyClients clients = new FaultyClients(settings).whole(refused).whole(refused);
        rig.ledger().grant(List.of(grant("never")));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().state() instanceof ExecutorState.Stopped);
            assertThat(executor.status().state())
                    .isInstanceOfSatisfying(
                            ExecutorState.Stopped.class,
                            it -> assertThat(it.code()).isEqualTo("KAFKA_REFUSED"));
        }
        assertThat(rig.calls()).isEmpty();
    }

    private void failedOnce(String code, boolean called) {
        await().atMost(ExecutorRig.SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    List<AttemptFailed> all = rig.ledger().failures();
                    assertThat(all).hasSize(1);
                    AttemptFailed failure = all.getFirst();
                    assertThat(failure.getError().getCode()).isEqualTo(code);
                    assertThat(failure.getCalled()).isEqualTo(called);
                });
    }

    private static AttemptGranted grant(String key) {
        return Tasks.grant("echo", key, 1, ExecutorRig.LEASE);
    }
}
