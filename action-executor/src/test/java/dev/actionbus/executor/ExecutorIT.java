package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerSettings;
import dev.actionbus.testkit.BusKafka;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ExecutorIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(40);

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private LedgerDouble ledger = new LedgerDouble(kafka, 4);

    @BeforeEach
    void createOffsets() throws Exception {
        ledger.createOffsets();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void everyTaskIsClaimedOnceAndReportedOnce() {
        List<AttemptGranted> grants = grants(20);
        try (Executor executor = start("one", this::echo)) {
            ledger.grant(grants);
            awaitSuccesses(20);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.SUCCEEDED, 20L);
            assertThat(executor.status().counts().claimedTasks()).isEqualTo(20);
        }
        assertThat(ledger.starts())
                .hasSize(20)
                .extracting(AttemptStarted::getActionId)
                .doesNotHaveDuplicates();
        assertThat(ledger.successes())
                .hasSize(20)
                .extracting(AttemptSucceeded::getActionId)
                .doesNotHaveDuplicates();
        assertThat(ledger.successes())
                .extracting(AttemptSucceeded::getResult)
                .contains("{\"key\":\"k0\"}");
        assertThat(calls).hasSize(20).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void claimAndOffsetCommitTogether() {
        ExecutorSettings settings = ledger.settings("together");
        AtomicInteger startsWhenRefused = new AtomicInteger(-1);
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "sendOffsetsToTransaction",
                                call -> {
                                    throw new TimeoutException("the offsets were not sent");
                                });
        ledger.grant(grants(1));
        try (Executor executor = start(settings, catalog(this::echo), clients)) {
            await().atMost(SOON).until(() -> executor.status().counts().refusedClaims() == 1);
            startsWhenRefused.set(ledger.starts().size());
            awaitSuccesses(1);
        }
        assertThat(startsWhenRefused).hasValueLessThanOrEqualTo(1);
        assertThat(ledger.starts()).hasSize(1);
        assertThat(ledger.committedOffsets()).isEqualTo(1);
        assertThat(calls.values()).singleElement().satisfies(it -> assertThat(it).hasValue(1));
    }

    @Test
    void aZombiesClaimIsRefusedAndItsHandlerIsNotCalled() {
        ExecutorSettings settings = ledger.settings("zombie");
        AtomicInteger callsAtRefusal = new AtomicInteger(-1);
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "sendOffsetsToTransaction",
                                call -> {
                                    ledger.evictExecutors();
                                    return call.call();
                                })
                        .claim(
                                "abortTransaction",
                                call -> {
                                    callsAtRefusal.set(calls.size());
                                    return call.call();
                                });
        ledger.grant(grants(5));
        try (Executor executor = start(settings, catalog(this::echo), clients)) {
            awaitSuccesses(5);
            assertThat(executor.status().counts().refusedClaims()).isEqualTo(1);
        }
        assertThat(callsAtRefusal).hasValue(0);
        assertThat(ledger.starts()).hasSize(5);
        assertThat(calls).hasSize(5).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aCommitWhoseAnswerIsLostIsAskedForAgainAndRunsOnce() {
        ExecutorSettings settings = ledger.settings("doubt");
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    throw new TimeoutException("no answer");
                                });
        ledger.grant(grants(3));
        try (Executor executor = start(settings, catalog(this::echo), clients)) {
            awaitSuccesses(3);
            assertThat(executor.status().counts().refusedClaims()).isZero();
        }
        assertThat(ledger.starts()).hasSize(3);
        assertThat(calls).hasSize(3).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aClaimThatCommittedWithoutOurKnowingIsLeftToItsLease() {
        ExecutorSettings settings = ledger.settings("unknown");
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    call.call();
                                    throw new IllegalStateException("the producer broke after it");
                                });
        List<AttemptGranted> first = grants(1);
        ledger.grant(first);
        try (Executor executor = start(settings, catalog(this::echo), clients)) {
            await().atMost(SOON).until(() -> executor.status().counts().rebuilds() == 1);
            ledger.grant(List.of(Tasks.grant("echo", "next", 1, LEASE)));
            awaitSuccesses(1);
        }
        assertThat(ledger.starts()).hasSize(2);
        assertThat(calls).hasSize(1).doesNotContainKey(first.getFirst().getActionId());
    }

    @Test
    void executorsThatJoinAndLeaveCallEveryHandlerOnce() {
        ledger.grant(grants(1_000));
        try (Executor first = start("first", this::shortWork)) {
            await().atMost(SOON).until(() -> first.status().counts().claims() > 0);
            try (Executor second = start("second", this::shortWork)) {
                ledger.grant(grants(1_000, 2_000));
                await().atMost(SOON).until(() -> second.status().counts().claimedTasks() > 0);
            }
            try (Executor third = start("third", this::shortWork)) {
                ledger.grant(grants(2_000, 3_000));
                awaitSuccesses(3_000);
                assertThat(third.status().load().running()).isZero();
            }
        }
        assertThat(ledger.starts()).hasSize(3_000);
        assertThat(ledger.successes()).hasSize(3_000);
        assertThat(ledger.failures()).isEmpty();
        assertThat(calls).hasSize(3_000).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aLongHandlerKeepsItsLeaseByHeartbeats() {
        ledger.grant(List.of(Tasks.grant("echo", "long", 1, Duration.ofSeconds(1))));
        CountDownLatch end = new CountDownLatch(1);
        ActionHandler untilTold =
                attempt -> {
                    end.await();
                    return new AttemptResult.Succeeded("{}");
                };
        try (Executor executor = start("long", untilTold)) {
            await().atMost(SOON).until(() -> ledger.heartbeats().size() >= 3);
            assertThat(executor.status().load().running()).isEqualTo(1);
            end.countDown();
            awaitSuccesses(1);
        }
        assertThat(ledger.starts()).hasSize(1);
    }

    @Test
    void aHandlerIsInterruptedAtItsDeadline() {
        ledger.grant(grants(1));
        ActionHandler hangs =
                attempt -> {
                    new CountDownLatch(1).await();
                    return new AttemptResult.Succeeded("{}");
                };
        HandlerSettings shortly = HandlerSettings.DEFAULT.withTimeout(Duration.ofMillis(300));
        HandlerCatalog catalog =
                HandlerCatalog.builder().java("echo", 1, hangs, shortly).build().orThrow();
        ExecutorSettings settings = ledger.settings("deadline");
        try (Executor executor = start(settings, catalog, KafkaClients.of(settings))) {
            await().atMost(SOON).until(() -> ledger.failures().size() == 1);
            await().atMost(SOON).until(() -> executor.status().load().freeSlots() == 256);
        }
        assertThat(ledger.failures()).singleElement().satisfies(it -> failed(it, "TIMEOUT", true));
    }

    @Test
    void anUnknownHandlerIsReportedAsNotCalled() {
        ledger.grant(List.of(Tasks.grant("nobody-knows", "k", 1, LEASE)));
        try (Executor executor = start("unknown-handler", this::echo)) {
            await().atMost(SOON).until(() -> ledger.failures().size() == 1);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.NOT_CALLED, 1L);
        }
        assertThat(ledger.starts()).hasSize(1);
        assertThat(ledger.failures())
                .singleElement()
                .satisfies(it -> failed(it, "HANDLER_UNKNOWN", false));
    }

    @Test
    void aReportIsSentAgainUntilItIsAcknowledged() {
        ExecutorSettings settings = ledger.settings("resend");
        FaultyClients clients =
                new FaultyClients(settings)
                        .report(
                                "send",
                                call -> {
                                    throw new OutOfOrderSequenceException("the producer is broken");
                                });
        ledger.grant(grants(1));
        try (Executor executor = start(settings, catalog(this::echo), clients)) {
            awaitSuccesses(1);
            assertThat(executor.status().counts().rebuilds()).isEqualTo(1);
        }
        assertThat(calls.values()).singleElement().satisfies(it -> assertThat(it).hasValue(1));
    }

    @Test
    void closingLetsAttemptsEndAndReportsTheOthersAsInterrupted() {
        ledger.grant(grants(10));
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
        ExecutorSettings settings = ledger.settings("drain").withDrain(Duration.ofSeconds(2));
        Executor executor = start(settings, catalog(halfHang), KafkaClients.of(settings));
        await().atMost(SOON).until(() -> entered.getCount() == 0);
        closing.countDown();
        executor.close();

        assertThat(executor.status().state()).isEqualTo(new ExecutorState.Closed());
        assertThat(executor.status().load().running()).isZero();
        assertThat(ledger.successes()).hasSize(5);
        assertThat(ledger.failures()).hasSize(5).allSatisfy(it -> failed(it, "INTERRUPTED", true));
    }

    @Test
    void anUnreadableTaskGoesToTheDeadLettersAndTheNextIsDone() {
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        IntStream.range(0, 4).forEach(partition -> ledger.poison(partition, nonsense));
        ledger.grant(grants(8));
        try (Executor executor = start("poison", this::echo)) {
            awaitSuccesses(8);
            assertThat(executor.status().counts().unreadableTasks()).isEqualTo(4);
        }
        assertThat(ledger.deadLetters())
                .hasSize(4)
                .allSatisfy(letter -> {
                    assertThat(letter.value()).isEqualTo(nonsense);
                    assertThat(letter.headers().lastHeader("reason-code").value())
                            .asString()
                            .isEqualTo("MAGIC_UNKNOWN");
                    assertThat(letter.headers().lastHeader("source-offset").value())
                            .asString()
                            .isEqualTo("0");
                });
    }

    @Test
    void withoutOffsetsItStopsAndSaysSo() {
        try (LedgerDouble bare = new LedgerDouble(kafka, 2)) {
            bare.grant(grants(3));
            ExecutorSettings settings = bare.settings("bare");
            try (Executor executor =
                    start(settings, catalog(this::echo), KafkaClients.of(settings))) {
                await().atMost(SOON)
                        .until(() -> executor.status().state() instanceof ExecutorState.Stopped);
                assertThat(executor.status().state())
                        .isInstanceOfSatisfying(
                                ExecutorState.Stopped.class,
                                it -> assertThat(it.code()).isEqualTo("OFFSETS_MISSING"));
            }
            assertThat(bare.starts()).isEmpty();
            assertThat(calls).isEmpty();
        }
    }

    private AttemptResult echo(Attempt attempt) {
        calls.computeIfAbsent(attempt.actionId().value(), id -> new AtomicInteger())
                .incrementAndGet();
        return new AttemptResult.Succeeded(attempt.call().params());
    }

    private AttemptResult shortWork(Attempt attempt) {
        LockSupport.parkNanos(20_000_000);
        return echo(attempt);
    }

    private static HandlerCatalog catalog(ActionHandler handler) {
        return HandlerCatalog.builder().java("echo", 1, handler).build().orThrow();
    }

    private Executor start(String instance, ActionHandler handler) {
        ExecutorSettings settings = ledger.settings(instance);
        return start(settings, catalog(handler), KafkaClients.of(settings));
    }

    private Executor start(
            ExecutorSettings settings, HandlerCatalog catalog, KafkaClients clients) {
        return Executor.start(
                settings, ledger.codec(), catalog, Clock.systemUTC(), System::nanoTime, clients);
    }

    private void awaitSuccesses(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(ledger.successes()).hasSize(count));
    }

    private static List<AttemptGranted> grants(int count) {
        return grants(0, count);
    }

    private static List<AttemptGranted> grants(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Tasks.grant("echo", "k" + number, 1, LEASE))
                .toList();
    }

    private static void failed(AttemptFailed failure, String code, boolean called) {
        assertThat(failure.getError().getCode()).isEqualTo(code);
        assertThat(failure.getError().getRetryable()).isTrue();
        assertThat(failure.getCalled()).isEqualTo(called);
    }
}
