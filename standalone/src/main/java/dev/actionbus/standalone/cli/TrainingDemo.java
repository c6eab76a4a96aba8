package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.client.ActionBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The seed story: a pipeline that survives a killed epoch, and can be asked for again at no cost.
 */
final class TrainingDemo {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DemoBus bus;
    private final Output output = new Output();
    private final int epochs;
    private int submitted;

    TrainingDemo(DemoBus bus, int epochs) {
        this.bus = bus;
        this.epochs = epochs;
    }

    int run() {
        List<ActionRequest> pipeline = TrainingPipeline.of(epochs);
        try (ActionBus connection = bus.connect()) {
            return run(pipeline, connection);
        }
    }

    private int run(List<ActionRequest> pipeline, ActionBus connection) {
        System.out.println("First pass: " + pipeline.size() + " actions, one after another");
        Pass first = execute(pipeline, connection);
        if (!first.completed()) {
            System.out.println("The pipeline failed: " + first.last());
            return 1;
        }
        System.out.println("Second pass: the same keys again");
        Pass second = execute(pipeline, connection);
        boolean same = first.outcomes().equals(second.outcomes());
        System.out.println();
        int duplicates = report(pipeline);
        System.out.printf(
                Locale.ROOT,
                "second pass took %.1f s against %.1f s; every answer the same: %s%n",
                second.took().toMillis() / 1000.0,
                first.took().toMillis() / 1000.0,
                same ? "yes" : "NO");
        System.out.printf(
                "%nWhich actions and which data made this model?%n"
                        + "  ./actionbus lineage --dataset %s --data %s%n",
                TrainingPipeline.MODEL, bus.data());
        return same && duplicates == pipeline.size() ? 0 : 1;
    }

    private Pass execute(List<ActionRequest> pipeline, ActionBus connection) {
        long begin = System.nanoTime();
        List<ActionOutcome> outcomes = new ArrayList<>();
        for (ActionRequest request : pipeline) {
            submitted++;
            ActionOutcome outcome =
                    connection
                            .execute(request)
                            .toCompletableFuture()
                            .orTimeout(5, TimeUnit.MINUTES)
                            .join();
            outcomes.add(outcome);
            System.out.println("  " + request.identity().key().value() + "  " + brief(outcome));
            if (!(outcome instanceof ActionOutcome.Completed)) {
                break;
            }
        }
        return new Pass(outcomes, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static String brief(ActionOutcome outcome) {
        return switch (outcome) {
            case ActionOutcome.Completed done -> "completed in attempt " + done.attempt();
            case ActionOutcome.Failed failed ->
                    "failed: " + failed.error().code() + " " + failed.error().message();
            case ActionOutcome.Cancelled _ -> "cancelled";
            case ActionOutcome.Unknown _ -> "unknown";
        };
    }

    /** Prints what the audit view has on record; returns the duplicates it counts. */
    private int report(List<ActionRequest> pipeline) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ACTION", "KEY", "ATTEMPTS", "OUTCOME", "ACCURACY", "TIME", "ASKED"));
        int ran = 0;
        int duplicates = 0;
        for (ActionRequest request : pipeline) {
            JsonNode action = onRecord(request.id());
            int attempts = action.path("attempts").size();
            ran += attempts;
            duplicates += action.path("duplicates").asInt();
            rows.add(
                    List.of(
                            request.identity().name(),
                            request.identity().key().value(),
                            String.valueOf(attempts),
                            action.path("status").asText(),
                            ActionText.accuracy(action),
                            ActionText.took(action),
                            1 + action.path("duplicates").asInt() + " times"));
        }
        output.table(rows);
        System.out.printf(
                "%nsubmitted %d, ran %d + %d retry, duplicates %d%n",
                submitted, pipeline.size(), ran - pipeline.size(), duplicates);
        return duplicates;
    }

    /** As soon as it has ended and the repeat is counted; the latter is not waited for in vain. */
    private JsonNode onRecord(ActionId id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return AskAgain.until(
                PATIENCE.plusSeconds(1),
                "the record of " + id,
                () -> {
                    JsonNode action = bus.http().get("/v1/actions/" + id, Duration.ZERO);
                    boolean repeated =
                            action.path("duplicates").asInt() > 0 || System.nanoTime() > end;
                    return action.has("endedAt") && repeated
                            ? Optional.of(action)
                            : Optional.empty();
                });
    }

    private record Pass(List<ActionOutcome> outcomes, Duration took) {

        boolean completed() {
            return outcomes.getLast() instanceof ActionOutcome.Completed;
        }

        ActionOutcome last() {
            return outcomes.getLast();
        }
    }
}
