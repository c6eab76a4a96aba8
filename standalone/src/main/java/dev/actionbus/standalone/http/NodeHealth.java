package dev.actionbus.standalone.http;

import dev.actionbus.audit.app.Projector;
import dev.actionbus.executor.ExecutorState;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.standalone.node.Node;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Live: the parts can still do their work. Ready: they do it now. */
final class NodeHealth {

    private NodeHealth() {}

    @Liveness
    @Singleton
    static final class Live implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("parts");
            RunningNode.get().broken().ifPresent(why -> response.withData("why", why));
            return response.status(RunningNode.get().broken().isEmpty()).build();
        }
    }

    @Readiness
    @Singleton
    static final class Ready implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            Node node = RunningNode.get();
            boolean ledger = node.projector().map(Projector::isRunning).orElse(true);
            boolean executor =
                    node.executor()
                            .map(e -> e.status().state() instanceof ExecutorState.Running)
                            .orElse(true);
            List<String> violations =
                    node.projector().map(Projector::violations).orElseGet(List::of);
            return HealthCheckResponse.named("roles")
                    .withData("roles", node.settings().roles().toString())
                    .withData("ledger", ledger)
                    .withData("executor", executor)
                    .withData("handlers", handlers(node.handlers().state()))
                    .withData("integrity", violations.isEmpty() ? "ok" : violations.toString())
                    .status(ledger && executor && node.broken().isEmpty())
                    .build();
        }
    }

    /** Old handlers do their work: they are no reason not to be ready. */
    private static String handlers(LiveHandlers.State state) {
        return switch (state) {
            case LiveHandlers.State.Current _ -> "ok";
            case LiveHandlers.State.Outdated outdated ->
                    "outdated, %d findings: %s"
                            .formatted(outdated.errors().size(), outdated.errors().getFirst());
        };
    }
}
