package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.executor.ExecutorStatus.Ending;
import dev.actionbus.testkit.BusKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims: what is recorded before a handler is called, and by whom. */
final class ExecutorIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void everyTaskIsClaimedOnceAndReportedOnce() {
        List<AttemptGranted> grants = ExecutorRig.grants(20);
        try (Executor executor = rig.start("one", rig::echo)) {
            rig.ledger().grant(grants);
            rig.awaitSuccesses(20);
            assertThat(executor.status().counts().attempts()).containsEntry(Ending.SUCCEEDED, 20L);
            assertThat(executor.status().counts().claimedTasks()).isEqualTo(20);
        }
        assertThat(rig.ledger().starts())
                .hasSize(20)
                .extracting(AttemptStarted::getActionId)
                .doesNotHaveDuplicates();
        assertThat(rig.ledger().successes())
                .hasSize(20)
                .extracting(AttemptSucceeded::getActionId)
                .doesNotHaveDuplicates();
        assertThat(rig.ledger().successes())
                .extracting(AttemptSucceeded::getResult)
                .contains("{\"key\":\"k0\"}");
        assertThat(rig.calls())
                .hasSize(20)
                .allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void claimAndOffsetCommitTogetherAndBeforeTheHandlerIsCalled() {
        ExecutorSettings settings = rig.ledger().settings("together");
        List<Long> seen = new CopyOnWriteArrayList<>();
        Runnable look =
                () -> {
                    seen.add((long) rig.ledger().starts().size());
                    seen.add(rig.ledger().committedOffsets());
                    seen.add((long) rig.calls().size());
                };
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    look.run();
                                    Object committed = call.call();
                                    look.run();
                                    return committed;
                                });
        rig.ledger().grant(ExecutorRig.grants(1));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            rig.awaitSuccesses(1);
            assertThat(executor.status().counts().claims()).isEqualTo(1);
        }
        assertThat(seen).containsExactly(0L, 0L, 0L, 1L, 1L, 0L);
        assertThat(rig.calls().values())
                .singleElement()
                .satisfies(it -> assertThat(it).hasValue(1));
    }

    @Test
    void anAbortedClaimLeavesNothingBehind() {
        ExecutorSettings settings = rig.ledger().settings("aborted");
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "sendOffsetsToTransaction",
                                call -> {
                                    throw new TimeoutException("the offsets were not sent");
                                });
        rig.ledger().grant(ExecutorRig.grants(1));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            rig.awaitSuccesses(1);
            assertThat(executor.status().counts().refusedClaims()).isEqualTo(1);
        }
        assertThat(rig.ledger().starts()).hasSize(1);
        assertThat(rig.ledger().committedOffsets()).isEqualTo(1);
        assertThat(rig.calls().values())
                .singleElement()
                .satisfies(it -> assertThat(it).hasValue(1));
    }

    @Test
    void aZombiesClaimIsRefusedAndItsHandlerIsNotCalled() {
        ExecutorSettings settings = rig.ledger().settings("zombie");
        AtomicInteger callsAtRefusal = new AtomicInteger(-1);
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "sendOffsetsToTransaction",
                                call -> {
                                    rig.ledger().evictExecutors();
                                    return call.call();
                                })
                        .claim(
                                "abortTransaction",
                                call -> {
                                    callsAtRefusal.set(rig.calls().size());
                                    return call.call();
                                });
        rig.ledger().grant(ExecutorRig.grants(5));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            rig.awaitSuccesses(5);
            assertThat(executor.status().counts().refusedClaims()).isPositive();
        }
        assertThat(callsAtRefusal).hasValue(0);
        assertThat(rig.ledger().starts()).hasSize(5);
        assertThat(rig.calls()).hasSize(5).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aCommitWhoseAnswerIsLostIsAskedForAgainAndRunsOnce() {
        ExecutorSettings settings = rig.ledger().settings("doubt");
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    throw new TimeoutException("no answer");
                                });
        rig.ledger().grant(ExecutorRig.grants(3));
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            rig.awaitSuccesses(3);
            assertThat(executor.status().counts().refusedClaims()).isZero();
        }
        assertThat(rig.ledger().starts()).hasSize(3);
        assertThat(rig.calls()).hasSize(3).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aClaimThatCommittedWithoutOurKnowingIsLeftToItsLease() {
        ExecutorSettings settings = rig.ledger().settings("unknown");
        FaultyClients clients =
                new FaultyClients(settings)
                        .claim(
                                "commitTransaction",
                                call -> {
                                    call.call();
                                    throw new IllegalStateException("the producer broke after it");
                                });
        List<AttemptGranted> first = ExecutorRig.grants(1);
        rig.ledger().grant(first);
        try (Executor executor = rig.start(settings, ExecutorRig.catalog(rig::echo), clients)) {
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().counts().rebuilds() == 1);
            rig.ledger().grant(List.of(Tasks.grant("echo", "next", 1, ExecutorRig.LEASE)));
            rig.awaitSuccesses(1);
        }
        assertThat(rig.ledger().starts()).hasSize(2);
        assertThat(rig.calls()).hasSize(1).doesNotContainKey(first.getFirst().getActionId());
    }

    @Test
    void executorsThatJoinAndLeaveCallEveryHandlerOnce() {
        AtomicInteger granted = new AtomicInteger(1_000);
        rig.ledger().grant(ExecutorRig.grants(1_000));
        try (Executor first = rig.start("first", rig::shortWork)) {
            await().atMost(ExecutorRig.SOON).until(() -> first.status().counts().claims() > 0);
            try (Executor second = rig.start("second", rig::shortWork)) {
                grantUntilClaimed(granted, second);
            }
            try (Executor third = rig.start("third", rig::shortWork)) {
                grantUntilClaimed(granted, third);
            }
            rig.awaitSuccesses(granted.get());
        }
        int all = granted.get();
        assertThat(rig.ledger().starts()).hasSize(all);
        assertThat(rig.ledger().successes()).hasSize(all);
        assertThat(rig.ledger().failures()).isEmpty();
        assertThat(rig.calls())
                .hasSize(all)
                .allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aConsumerThatReadsNothingAlthoughThereIsSomethingIsReplaced() {
        ExecutorSettings settings = rig.ledger().settings("stalled");
        AtomicLong elapsed = new AtomicLong();
        FaultyClients clients = new FaultyClients(settings).withFirstConsumerStalled();
        rig.ledger().grant(ExecutorRig.grants(4));
        try (Executor executor =
                rig.start(settings, clients, () -> System.nanoTime() + elapsed.get())) {
            await().atMost(ExecutorRig.SOON).until(clients::stalledWithPartitions);
            elapsed.set(Duration.ofSeconds(31).toNanos());
            rig.awaitSuccesses(4);
            assertThat(executor.status().counts().rebuilds()).isEqualTo(1);
        }
        assertThat(rig.ledger().starts()).hasSize(4);
    }

    @Test
    void anUnreadableTaskGoesToTheDeadLettersAndTheNextIsDone() {
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        IntStream.range(0, 4).forEach(partition -> rig.ledger().poison(partition, nonsense));
        rig.ledger().grant(ExecutorRig.grants(8));
        try (Executor executor = rig.start("poison", rig::echo)) {
            rig.awaitSuccesses(8);
            assertThat(executor.status().counts().unreadableTasks()).isEqualTo(4);
        }
        assertThat(rig.ledger().deadLetters())
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
            bare.grant(ExecutorRig.grants(3));
            ExecutorSettings settings = bare.settings("bare");
            try (Executor executor =
                    rig.start(
                            settings, ExecutorRig.catalog(rig::echo), KafkaClients.of(settings))) {
                await().atMost(ExecutorRig.SOON)
                        .until(() -> executor.status().state() instanceof ExecutorState.Stopped);
                assertThat(executor.status().state())
                        .isInstanceOfSatisfying(
                                ExecutorState.Stopped.class,
                                it -> assertThat(it.code()).isEqualTo("OFFSETS_MISSING"));
            }
            assertThat(bare.starts()).isEmpty();
            assertThat(rig.calls()).isEmpty();
        }
    }

    private void grantUntilClaimed(AtomicInteger granted, Executor joining) {
        await().atMost(ExecutorRig.SOON)
                .until(() -> {
                    int from = granted.getAndAdd(50);
                    rig.ledger().grant(ExecutorRig.grants(from, from + 50));
                    return joining.status().counts().claimedTasks() > 100;
                });
    }
}
