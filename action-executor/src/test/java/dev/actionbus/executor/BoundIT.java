package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.CallbackKey;
import dev.actionbus.wire.CallbackToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts that end before their handler does, or long after it. */
final class BoundIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);
    private final ActionHandler hangs =
            attempt -> {
                new CountDownLatch(1).await();
                return new AttemptResult.Succeeded("{}");
            };

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void theGrantsTimeoutEndsTheAttempt() {
        rig.ledger().grant(List.of(bounded(null, 300L)));
        try (Executor _ = rig.start("timeout", hangs)) {
            failed("TIMEOUT", true);
        }
    }

    @Test
    void theActionsDeadlineEndsTheAttempt() {
        // Its clock stands still, so however long its start takes the deadline is 300 ms away.
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        rig.ledger().grant(List.of(bounded(now.plusMillis(300), null)));
        ExecutorSettings settings = rig.ledger().settings("deadline");
        try (Executor _ =
                Executor.start(
                        settings,
                        rig.ledger().codec(),
                        LiveHandlers.fixed(ExecutorRig.catalog(hangs)),
                        Clock.fixed(now, ZoneOffset.UTC),
                        System::nanoTime,
                        KafkaClients.of(settings))) {
            failed("DEADLINE_EXCEEDED", true);
        }
    }

    @Test
    void afterItsDeadlineItsHandlerIsNotCalled() {
        rig.ledger().grant(List.of(bounded(Instant.now().minusMillis(1), null)));
        try (Executor _ = rig.start("passed", rig::echo)) {
            failed("DEADLINE_EXCEEDED", false);
        }
        assertThat(rig.calls()).isEmpty();
    }

    @Test
    void aSuspendedAttemptIsReportedAndHoldsNoSlot() {
        Instant until = Instant.ofEpochMilli(Instant.now().plusSeconds(3_600).toEpochMilli());
        rig.ledger().grant(ExecutorRig.grants(1));
        try (Executor executor = rig.start("waits", it -> new AttemptResult.Suspended(until))) {
            await().atMost(ExecutorRig.SOON)
                    .until(() -> !rig.ledger().reports(AttemptSuspended.class).isEmpty());
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().load().freeSlots() == 1024);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.SUSPENDED, 1L);
        }
        assertThat(rig.ledger().reports(AttemptSuspended.class))
                .singleElement()
                .satisfies(it -> assertThat(it.getUntil()).isEqualTo(until));
    }

    @Test
    void aHandlerGetsATokenForItsAttemptThatIsNotShown() {
        CallbackKey key = CallbackKey.of(new byte[32]);
        URI url = URI.create("http://127.0.0.1:8080/v1/callbacks");
        CompletableFuture<Attempt> seen = new CompletableFuture<>();
        ExecutorSettings settings =
                rig.ledger()
                        .settings("token")
                        .withCallbacks(new Callbacks(Optional.of(key), Optional.of(url)));
        ActionHandler looks =
                attempt -> {
                    seen.complete(attempt);
                    return new AttemptResult.Succeeded("{}");
                };
        AttemptGranted grant = Tasks.grant("echo", "token", 3, ExecutorRig.LEASE);
        rig.ledger().grant(List.of(grant));
        try (Executor _ =
                rig.start(settings, ExecutorRig.catalog(looks), KafkaClients.of(settings))) {
            rig.awaitSuccesses(1);
        }
        Attempt.Callback callback = seen.join().callback().orElseThrow();
        assertThat(callback.url()).contains(url);
        assertThat(seen.join().toString()).doesNotContain(callback.token());
        assertThat(key.verify(callback.token(), Instant.now()))
                .isInstanceOfSatisfying(
                        CallbackKey.Verdict.Valid.class, valid -> isFor(valid.token(), grant));
    }

    private static void isFor(CallbackToken token, AttemptGranted grant) {
        assertThat(token.actionId()).isEqualTo(new ActionId(grant.getActionId()));
        assertThat(token.attempt()).isEqualTo(3);
        assertThat(token.expires())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)),
                        Instant.now().plus(Duration.ofDays(30)));
    }

    private void failed(String code, boolean called) {
        await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 1);
        assertThat(rig.ledger().failures().getFirst().getError().getCode()).isEqualTo(code);
        assertThat(rig.ledger().failures().getFirst().getError().getRetryable()).isTrue();
        assertThat(rig.ledger().failures().getFirst().getCalled()).isEqualTo(called);
    }

    private static AttemptGranted bounded(@Nullable Instant deadline, @Nullable Long timeout) {
        return Tasks.bounded(ExecutorRig.grants(1).getFirst(), deadline, timeout);
    }
}
