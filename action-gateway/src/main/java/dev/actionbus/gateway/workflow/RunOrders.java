package dev.actionbus.gateway.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.Order;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.ActionLookup;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.LookedUp;
import dev.actionbus.gateway.OrderHead;
import dev.actionbus.gateway.OrderJson;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RunAnswer;
import dev.actionbus.workflow.ResolveSubWorkflows.Resolved;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders about runs: each is an order about the action that the run is. Nothing here blocks. */
public final class RunOrders {

    private static final Logger log = LoggerFactory.getLogger(RunOrders.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ActionGateway gateway;
    private final ActionLookup lookup;
    private final Workflows workflows;

    public RunOrders(ActionGateway gateway, ActionLookup lookup, Workflows workflows) {
        this.gateway = gateway;
        this.lookup = lookup;
        this.workflows = workflows;
    }

    /**
     * @param instance path of the call
     */
    public CompletableFuture<Answer> cancel(ActionId run, OrderHead head, String instance) {
        return give(Order.Kind.CANCEL, run, new Order.Detail.None(), head, instance);
    }

    /** A signal, or a decision about a step. */
    public CompletableFuture<Answer> tell(
            ActionId run, Order.Detail word, OrderHead head, String instance) {
        return give(Order.Kind.SIGNAL, run, word, head, instance);
    }

    /** Goes on from where it failed, with the same definition or with another version of it. */
    public CompletableFuture<Answer> resume(
            ActionId run, OrderJson.ResumeAsked asked, OrderHead head, String instance) {
        if (asked.version().isEmpty()) {
            return resume(run, asked, Optional.empty(), head, instance);
        }
        return lookup.find(run)
                .toCompletableFuture()
                .thenCompose(found -> {
                    Optional<Resolved> definition =
                            found.flatMap(action -> definition(action, asked.version()));
                    if (definition.isEmpty()) {
                        return CompletableFuture.completedFuture(
                                Problem.of(
                                                404,
                                                found.isEmpty()
                                                        ? "ACTION_NOT_FOUND"
                                                        : "WORKFLOW_NOT_FOUND",
                                                "there is no such run, or no such version")
                                        .answer(instance));
                    }
                    return switch (definition.get()) {
                        case Resolved.Wrong wrong ->
                                CompletableFuture.completedFuture(
                                        WorkflowAnswers.refused(wrong.errors(), instance));
                        case Resolved.Whole whole ->
                                resume(
                                        run,
                                        asked,
                                        Optional.of(whole.snapshot().text()),
                                        head,
                                        instance);
                    };
                })
                .exceptionally(failure -> {
                    log.warn("the view did not answer: {}", failure.toString());
                    return Problem.viewUnavailable().answer(instance);
                });
    }

    private CompletableFuture<Answer> resume(
            ActionId run,
            OrderJson.ResumeAsked asked,
            Optional<String> definition,
            OrderHead head,
            String instance) {
        return give(
                Order.Kind.RESUME,
                run,
                new Order.Detail.Resume(asked.fromStep(), definition),
                head,
                instance);
    }

    private Optional<Resolved> definition(LookedUp action, OptionalInt version) {
        try {
            String name = JSON.readTree(action.json()).path("name").asText();
            return workflows.definition(name, version);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the view speaks JSON", e);
        }
    }

    private CompletableFuture<Answer> give(
            Order.Kind kind, ActionId run, Order.Detail detail, OrderHead head, String instance) {
        return gateway.order(kind, run, detail, head, instance).thenApply(RunAnswer::of);
    }
}
