package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.testkit.BusKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One ledger, any number of executors, and how often each action was called. */
final class ExecutorRig implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration SOON = Duration.ofSeconds(40);

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final LedgerDouble ledger;

    ExecutorRig(BusKafka kafka) {
        ledger = new LedgerDouble(kafka, 4);
        ledger.createOffsets();
    }

    LedgerDouble ledger() {
        return ledger;
    }

    /** By action id. */
    Map<String, AtomicInteger> calls() {
        return calls;
    }

    AttemptResult echo(Attempt attempt) {
        calls.computeIfAbsent(attempt.actionId().value(), id -> new AtomicInteger())
                .incrementAndGet();
        return new AttemptResult.Succeeded(attempt.call().params());
    }

    AttemptResult shortWork(Attempt attempt) {
        LockSupport.parkNanos(20_000_000);
        return echo(attempt);
    }

    Executor start(String instance, ActionHandler handler) {
        ExecutorSettings settings = ledger.settings(instance);
        return start(settings, catalog(handler), KafkaClients.of(settings));
    }

    Executor start(ExecutorSettings settings, HandlerCatalog catalog, KafkaClients clients) {
        return start(settings, LiveHandlers.fixed(catalog), clients);
    }

    Executor start(
            ExecutorSettings settings, Supplier<HandlerCatalog> handlers, KafkaClients clients) {
        return Executor.start(
                settings, ledger.codec(), handlers, Clock.systemUTC(), System::nanoTime, clients);
    }

    /** Echoes, by this clock. */
    Executor start(ExecutorSettings settings, KafkaClients clients, LongSupplier nanoTime) {
        return Executor.start(
                settings,
                ledger.codec(),
                LiveHandlers.fixed(catalog(this::echo)),
                Clock.systemUTC(),
                nanoTime,
                clients);
    }

    void awaitSuccesses(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(ledger.successes()).hasSize(count));
    }

    static HandlerCatalog catalog(ActionHandler handler) {
        return HandlerCatalog.builder().java("echo", 1, handler).build().orThrow();
    }

    static List<AttemptGranted> grants(int count) {
        return grants(0, count);
    }

    static List<AttemptGranted> grants(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Tasks.grant("echo", "k" + number, 1, LEASE))
                .toList();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
