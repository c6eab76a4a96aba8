package dev.actionbus.standalone.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.LineageQueries;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.LookedUp;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The node's parts, as the resources want them. */
@Singleton
final class NodeBeans {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    @Produces
    @Singleton
    ActionQueries queries() {
        return RunningNode.get().queries();
    }

    @Produces
    @Singleton
    LogQueries logs() {
        return RunningNode.get().logs();
    }

    @Produces
    @Singleton
    LineageQueries lineage() {
        return RunningNode.get().lineage();
    }

    @Produces
    @Singleton
    LimitQueries limits() {
        return RunningNode.get().limits();
    }

    @Produces
    @Singleton
    ActionGateway gateway(ActionQueries queries) {
        return new ActionGateway(RunningNode.get().bus().orElseThrow(), id -> look(queries, id));
    }

    void close(@Disposes ActionGateway gateway) {
        gateway.close();
    }

    private static CompletionStage<Optional<LookedUp>> look(ActionQueries queries, ActionId id) {
        return CompletableFuture.supplyAsync(
                () ->
                        switch (queries.find(id)) {
                            case ActionQueries.Answer.Found found ->
                                    Optional.of(new LookedUp(status(found.body()), found.body()));
                            case ActionQueries.Answer.NotFound _ -> Optional.empty();
                            case ActionQueries.Answer.Unavailable why ->
                                    throw new IllegalStateException(why.why());
                        },
                VIRTUAL);
    }

    private static String status(String action) {
        try {
            return JSON.readTree(action).path("status").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the view speaks JSON", e);
        }
    }
}
