package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.testkit.BusKafka;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts that a ledger in the same process claims for the executor. */
final class NearbyIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void closeRig() {
        end.countDown();
        rig.close();
    }

    @Test
    void i4_itsHandlerIsCalledOnceWhenTheClaimIsCommittedAndItsResultReported() {
        try (Executor executor = running("near", 4)) {
            NearbyAttempt attempt = executor.take(grant("a")).orElseThrow();
            assertThat(attempt.start().getRun().getExecutor()).endsWith("-near");
            assertThat(executor.status().load().freeSlots()).isEqualTo(3);
            assertThat(rig.calls()).isEmpty();

            end.countDown();
            attempt.run();

            rig.awaitSuccesses(1);
            await().atMost(ExecutorRig.SOON).until(() -> executor.status().load().freeSlots() == 4);
        }
        assertThat(rig.calls().values()).singleElement().hasToString("1");
        assertThat(rig.ledger().starts()).isEmpty();
    }

    @Test
    void whatIsDroppedIsNotCalledAndItsSlotIsFreeAgain() {
        try (Executor executor = running("dropped", 4)) {
            executor.take(grant("a")).orElseThrow().drop();

            assertThat(executor.status().load().freeSlots()).isEqualTo(4);
        }
        assertThat(rig.calls()).isEmpty();
    }

    @Test
    void aFullExecutorLeavesItToOthersAndServesTheTopicFirst() {
        try (Executor executor = running("full", 2)) {
            executor.take(grant("a")).orElseThrow().run();
            executor.take(grant("b")).orElseThrow().run();
            assertThat(executor.take(grant("c"))).isEmpty();

            rig.ledger().grant(ExecutorRig.grants(4));
            await().atMost(ExecutorRig.SOON).until(() -> executor.status().load().freeSlots() == 0);
            end.countDown();
            rig.awaitSuccesses(6);
        }
        assertThat(rig.calls().values()).allSatisfy(it -> assertThat(it).hasValue(1));
    }

    @Test
    void whatItHasNoHandlerForIsLeftToOthers() {
        try (Executor executor = running("other", 2)) {
            AttemptGranted unknown = Tasks.grant("other", "a", 1, ExecutorRig.LEASE);

            assertThat(executor.take(unknown)).isEmpty();
            assertThat(executor.status().load().freeSlots()).isEqualTo(2);
        }
    }

    @Test
    void closingWaitsForAClaimThatIsBeingCommittedAndTakesNoMore() throws Exception {
        Executor executor = running("closing", 2);
        NearbyAttempt attempt = executor.take(grant("a")).orElseThrow();
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> closed = background.submit(executor::close);
            await().atMost(ExecutorRig.SOON)
                    .until(() -> executor.status().state() instanceof ExecutorState.Draining);
            assertThat(executor.take(grant("b"))).isEmpty();
            assertThat(closed).isNotDone();

            end.countDown();
            attempt.run();
            closed.get(ExecutorRig.SOON.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(rig.ledger().successes()).hasSize(1);
    }

    private Executor running(String instance, int slots) {
        ExecutorSettings settings =
                rig.ledger().settings(instance).withSlots(slots).withDrain(Duration.ofSeconds(20));
        Executor executor =
                rig.start(
                        settings,
                        ExecutorRig.catalog(attempt -> {
                            end.await();
                            return rig.echo(attempt);
                        }),
                        KafkaClients.of(settings));
        await().atMost(ExecutorRig.SOON)
                .until(() -> executor.status().state() instanceof ExecutorState.Running);
        return executor;
    }

    private static AttemptGranted grant(String key) {
        return Tasks.grant("echo", key, 1, ExecutorRig.LEASE);
    }
}
