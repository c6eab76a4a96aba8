package dev.actionbus.executor;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.Context;
import dev.actionbus.event.Intent;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Grants and tasks for tests. */
final class Tasks {

    private Tasks() {}

    static AttemptGranted grant(String name, String key, int attempt, Duration lease) {
        ActionRequest request = ActionRequest.named(name).key(key).build();
        return new AttemptGranted(
                request.id().value(),
                attempt,
                new Intent("default", name, 1, key, null),
                "{\"key\":\"" + key + "\"}",
                new Context("tester", "story", null, null, null, null, Map.of()),
                lease.toMillis(),
                null,
                Instant.EPOCH,
                null,
                null);
    }

    /** The same with a deadline or a timeout of its own. */
    static AttemptGranted bounded(
            AttemptGranted grant, @Nullable Instant deadline, @Nullable Long timeoutMillis) {
        return new AttemptGranted(
                grant.getActionId(),
                grant.getAttempt(),
                grant.getIntent(),
                grant.getParams(),
                grant.getContext(),
                grant.getLeaseMillis(),
                grant.getCheckpoint(),
                grant.getAt(),
                deadline,
                timeoutMillis);
    }

    /** The same with other params. */
    static AttemptGranted asking(AttemptGranted grant, String params) {
        return new AttemptGranted(
                grant.getActionId(),
                grant.getAttempt(),
                grant.getIntent(),
                params,
                grant.getContext(),
                grant.getLeaseMillis(),
                grant.getCheckpoint(),
                grant.getAt(),
                grant.getDeadline(),
                grant.getTimeoutMillis());
    }

    static Task.Granted at(int partition, long offset, int weight) {
        AttemptGranted grant = grant("echo", partition + "-" + offset, 1, Duration.ofSeconds(30));
        return new Task.Granted(
                new Task.Position(new TopicPartition("tasks", partition), offset, Optional.empty()),
                new Assignment(
                        grant,
                        new ActionId(grant.getActionId()),
                        new Lookup.Unknown("echo", 1),
                        weight));
    }
}
