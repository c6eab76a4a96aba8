package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.testkit.BusKafka;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Executors that join and leave all the time, each while handlers of many before it still run.
 * {@code -Dstorm.joins=100 -Dstorm.handler.seconds=120} makes it a long one.
 */
final class RebalanceStormIT {

    private static final int JOINS = Integer.getInteger("storm.joins", 6);
    private static final Duration HANDLER =
            Duration.ofSeconds(Integer.getInteger("storm.handler.seconds", 8));

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    private final ExecutorRig rig = new ExecutorRig(kafka);
    private final AtomicInteger granted = new AtomicInteger();
    private final ActionHandler takesLong =
            attempt -> {
                long end = System.nanoTime() + HANDLER.toNanos();
                while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                return rig.echo(attempt);
            };

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void everyHandlerIsCalledOnceHoweverManyJoinAndLeaveMeanwhile() {
        long begin = System.nanoTime();
        long storm;
        try (ExecutorService leaving = Executors.newVirtualThreadPerTaskExecutor();
                Executor steady = start("steady")) {
            grantUntilClaimed(steady);
            CompletableFuture<?>[] left = new CompletableFuture<?>[JOINS];
            for (int join = 0; join < JOINS; join++) {
                Executor joining = start("joining-" + join);
                grantUntilClaimed(joining);
                left[join] = CompletableFuture.runAsync(joining::close, leaving);
            }
            storm = System.nanoTime() - begin;
            CompletableFuture.allOf(left)
                    .orTimeout(HANDLER.toSeconds() + 60, TimeUnit.SECONDS)
                    .join();
            await().atMost(HANDLER.plusSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> rig.ledger().successes().size() == granted.get());
        }
        assertThat(rig.ledger().failures()).isEmpty();
        assertThat(rig.ledger().starts()).hasSize(granted.get());
        assertThat(rig.calls())
                .hasSize(granted.get())
                .allSatisfy((id, count) -> assertThat(count).hasValue(1));
        System.out.printf(
                "storm: %d executors joined and left within %.1f s, handlers of %d s: %d grants, %d"
                        + " calls%n",
                JOINS, storm / 1e9, HANDLER.toSeconds(), granted.get(), rig.calls().size());
    }

    private Executor start(String instance) {
        ExecutorSettings settings =
                rig.ledger().settings(instance).withDrain(HANDLER.plusSeconds(30));
        return rig.start(settings, ExecutorRig.catalog(takesLong), KafkaClients.of(settings));
    }

    private void grantUntilClaimed(Executor joining) {
        await().atMost(ExecutorRig.SOON)
                .until(() -> {
                    int from = granted.getAndAdd(4);
                    rig.ledger().grant(ExecutorRig.grants(from, from + 4));
                    return joining.status().counts().claimedTasks() > 0;
                });
    }
}
