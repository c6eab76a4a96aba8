package dev.actionbus.audit.app;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/**
 * How far this process's copies of stores are behind: rows that their changelog has and they have
 * not. Asks Kafka at most once in half a second, however many ask for it, and waits at most one.
 */
final class CopyLag {

    private static final Duration AGE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaStreams streams;
    private Asked last = new Asked(Long.MIN_VALUE / 2, CompletableFuture.completedFuture(Map.of()));

    private record Asked(long nanos, CompletableFuture<Map<String, Map<Integer, LagInfo>>> lags) {}

    CopyLag(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Empty: Kafka does not say. */
    OptionalLong of(String store, int partition) {
        try {
            LagInfo lag =
                    lags().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .getOrDefault(store, Map.of())
                            .get(partition);
            return lag == null ? OptionalLong.empty() : OptionalLong.of(lag.offsetLag());
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private synchronized CompletableFuture<Map<String, Map<Integer, LagInfo>>> lags() {
        long now = System.nanoTime();
        if (last.lags().isDone() && now - last.nanos() > AGE.toNanos()) {
            last =
                    new Asked(
                            now,
                            CompletableFuture.supplyAsync(
                                    streams::allLocalStorePartitionLags,
                                    Thread::startVirtualThread));
        }
        return last.lags();
    }
}
