package dev.actionbus.standalone.http;

import dev.actionbus.executor.Executor;
import dev.actionbus.executor.ExecutorStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** The executor's numbers as metrics. */
@Singleton
final class NodeMetrics {

    private final MeterRegistry meters;

    NodeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void register(@Observes StartupEvent started) {
        RunningNode.get().executor().ifPresent(this::register);
    }

    private void register(Executor executor) {
        gauge("actionbus.executor.running", executor, status -> status.load().running());
        gauge("actionbus.executor.waiting", executor, status -> status.load().waiting());
        gauge("actionbus.executor.slots.free", executor, status -> status.load().freeSlots());
        counter("actionbus.executor.claims", executor, status -> status.counts().claims());
        counter(
                "actionbus.executor.claims.refused",
                executor,
                status -> status.counts().refusedClaims());
        counter("actionbus.executor.rebuilds", executor, status -> status.counts().rebuilds());
        for (ExecutorStatus.Ending ending : ExecutorStatus.Ending.values()) {
            FunctionCounter.builder(
                            "actionbus.executor.attempts",
                            executor,
                            e -> e.status().counts().attempts().getOrDefault(ending, 0L))
                    .tag("ending", ending.name())
                    .register(meters);
        }
    }

    private void gauge(String name, Executor executor, ToDoubleFunction<ExecutorStatus> value) {
        Gauge.builder(name, executor, e -> value.applyAsDouble(e.status())).register(meters);
    }

    private void counter(String name, Executor executor, ToDoubleFunction<ExecutorStatus> value) {
        FunctionCounter.builder(name, executor, e -> value.applyAsDouble(e.status()))
                .register(meters);
    }
}
