package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerSettings;
import dev.actionbus.testkit.BusKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts: what is reported of a handler, whatever it does. */
final class AttemptIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void aLongHandlerKeepsItsLeaseByHeartbeats() {
        rig.ledger().grant(List.of(Tasks.grant("echo", "long", 1, Duration.ofSeconds(1))));
        CountDownLatch end = new CountDownLatch(1);
        ActionHandler untilTold =
                attempt -> {
                    end.await();
                    return new AttemptResult.Succeeded("{}");
                };
        try (Executor executor = rig.start("long", untilTold)) {
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().heartbeats().size() >= 3);
            assertThat(executor.status().load().running()).isEqualTo(1);
            end.countDown();
            rig.awaitSuccesses(1);
        }
        assertThat(rig.ledger().starts()).hasSize(1);
    }

    @Test
    void aHandlerIsInterruptedAtItsDeadline() {
        rig.ledger().grant(ExecutorRig.grants(1));
        ActionHandler hangs =
                attempt -> {
                    new CountDownLatch(1).await();
                    return new AttemptResult.Succeeded("{}");
                };
        HandlerSettings shortly = HandlerSettings.DEFAULT.withTimeout(Duration.ofMillis(300));
        HandlerCatalog catalog =
                HandlerCatalog.builder().java("echo", 1, hangs, shortly).build().orThrow();
        ExecutorSettings settings = rig.ledger().settings("deadline");
        try (Executor executor = rig.start(settings, catalog, KafkaClients.of(settings))) {
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 1);
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().load().freeSlots() == settings.slots());
        }
        assertThat(rig.ledger().failures())
                .singleElement()
                .satisfies(it -> failed(it, "TIMEOUT", true));
    }

    @Test
    void aHandlerThatIgnoresItsInterruptIsReportedOnceAndItsResultIsDropped() {
        rig.ledger().grant(ExecutorRig.grants(1));
        CountDownLatch end = new CountDownLatch(1);
        ActionHandler stubborn =
                attempt -> {
                    while (end.getCount() > 0) {
                        LockSupport.parkNanos(10_000_000);
                        var ignored = Thread.interrupted();
                    }
                    return new AttemptResult.Succeeded("{}");
                };
        HandlerSettings shortly = HandlerSettings.DEFAULT.withTimeout(Duration.ofMillis(300));
        HandlerCatalog catalog =
                HandlerCatalog.builder().java("echo", 1, stubborn, shortly).build().orThrow();
        ExecutorSettings settings = rig.ledger().settings("stubborn");
        try (Executor executor = rig.start(settings, catalog, KafkaClients.of(settings))) {
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 1);
            assertThat(executor.status().load().freeSlots()).isEqualTo(settings.slots() - 1);
            end.countDown();
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().load().freeSlots() == settings.slots());
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.TOO_LATE, 1L);
        }
        assertThat(rig.ledger().failures())
                .singleElement()
                .satisfies(it -> failed(it, "TIMEOUT", true));
        assertThat(rig.ledger().successes()).isEmpty();
    }

    @Test
    void aClaimThatTookHalfOfItsLeaseIsNotStarted() {
        ExecutorSettings settings = rig.ledger().settings("frozen");
        AtomicLong frozen = new AtomicLong();
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    frozen.set(Duration.ofSeconds(16).toNanos());
                                    return call.call();
                                });
        rig.ledger().grant(ExecutorRig.grants(1));
        try (Executor executor =
                rig.start(settings, clients, () -> System.nanoTime() + frozen.get())) {
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 1);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.NOT_CALLED, 1L);
        }
        assertThat(rig.ledger().failures())
                .singleElement()
                .satisfies(it -> failed(it, "NOT_STARTED", false));
        assertThat(rig.calls()).isEmpty();
    }

    @Test
    void anUnknownHandlerIsReportedAsNotCalled() {
        rig.ledger().grant(List.of(Tasks.grant("nobody-knows", "k", 1, ExecutorRig.LEASE)));
        try (Executor executor = rig.start("unknown-handler", rig::echo)) {
            await().atMost(ExecutorRig.SOON).until(() -> rig.ledger().failures().size() == 1);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.NOT_CALLED, 1L);
        }
        assertThat(rig.ledger().starts()).hasSize(1);
        assertThat(rig.ledger().failures())
                .singleElement()
                .satisfies(it -> failed(it, "HANDLER_UNKNOWN", false));
    }

    @Test
    void aReportIsSentAgainUntilItIsAcknowledged() {
        ExecutorSettings settings = rig.ledger().settings("resend");
        FaultyClients clients =
                new FaultyClients(settings)
                        .report(
                                "send",
                                call -> {
                                    throw new OutOfOrderSequenceException("the producer is broken");
                                });
        rig.ledger().grant(ExecutorRig.grants(1));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            rig.awaitSuccesses(1);
            assertThat(executor.status().counts().rebuilds()).isEqualTo(1);
        }
        assertThat(rig.calls().values())
                .singleElement()
                .satisfies(it -> assertThat(it).hasValue(1));
    }

    @Test
    void closingLetsAttemptsEndAndReportsTheOthersAsInterrupted() {
        rig.ledger().grant(ExecutorRig.grants(10));
        CountDownLatch entered = new CountDownLatch(10);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger order = new AtomicInteger();
        ActionHandler halfHang =
                attempt -> {
                    boolean hangs = order.getAndIncrement() % 2 == 0;
                    entered.countDown();
                    (hangs ? new CountDownLatch(1) : closing).await();
                    return new AttemptResult.Succeeded("{}");
                };
        ExecutorSettings settings = rig.ledger().settings("drain").withDrain(Duration.ofSeconds(2));
        Executor executor =
                rig.start(settings, ExecutorRig.catalog(halfHang), KafkaClients.of(settings));
        await().atMost(ExecutorRig.SOON).until(() -> entered.getCount() == 0);
        closing.countDown();
        executor.close();

        assertThat(executor.status().state()).isEqualTo(new ExecutorState.Closed());
        assertThat(executor.status().load().running()).isZero();
        assertThat(rig.ledger().successes()).hasSize(5);
        assertThat(rig.ledger().failures())
                .hasSize(5)
                .allSatisfy(it -> failed(it, "INTERRUPTED", true));
    }

    private static void failed(AttemptFailed failure, String code, boolean called) {
        assertThat(failure.getError().getCode()).isEqualTo(code);
        assertThat(failure.getError().getRetryable()).isTrue();
        assertThat(failure.getCalled()).isEqualTo(called);
    }
}
