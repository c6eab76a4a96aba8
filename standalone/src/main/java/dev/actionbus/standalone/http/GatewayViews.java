package dev.actionbus.standalone.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.DeadLetters;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.audit.app.LogQuestion;
import dev.actionbus.audit.app.Reach;
import dev.actionbus.gateway.ActionEvents;
import dev.actionbus.gateway.DeadLetterList;
import dev.actionbus.gateway.LookedUp;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The audit view as the gateway asks it: each question on a virtual thread of its own. */
record GatewayViews(ActionQueries actions, LogQueries logs) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    Views views() {
        return new Views(
                id -> aside(() -> find(id)),
                (id, offset) -> aside(() -> after(id, offset)),
                filter -> aside(() -> page(filter)));
    }

    private Optional<LookedUp> find(ActionId id) {
        return switch (actions.find(id)) {
            case ActionQueries.Answer.Found found -> Optional.of(lookedUp(found.body()));
            case ActionQueries.Answer.NotFound _ -> Optional.empty();
            case ActionQueries.Answer.Unavailable why -> throw new IllegalStateException(why.why());
        };
    }

    private static LookedUp lookedUp(String body) {
        JsonNode action = tree(body);
        return new LookedUp(
                action.path("status").asText(),
                body,
                PayloadClaim.in(action.path("result").toString()));
    }

    private ActionEvents.Told after(ActionId id, long offset) {
        LogQueries.Reply reply = logs.ask(new LogQuestion.Behind(id, offset), Reach.EVERYWHERE);
        if (reply.status() == NOT_FOUND) {
            return new ActionEvents.Told.NoSuchAction();
        }
        if (reply.status() != OK) {
            throw new IllegalStateException("the logs answer " + reply.status());
        }
        JsonNode page = tree(reply.body());
        List<ActionEvents.Event> events = new ArrayList<>();
        page.path("events").forEach(event -> events.add(event(event)));
        return new ActionEvents.Told.Events(events, page.path("more").asBoolean());
    }

    private static ActionEvents.Event event(JsonNode event) {
        return new ActionEvents.Event(
                event.path("type").asText(),
                new ActionEvents.Place(
                        event.path("partition").asInt(), event.path("offset").asLong()),
                event.path("data").path("requestId").asText(""),
                event.toString());
    }

    private DeadLetterList.Page page(Map<String, List<String>> filter) {
        return switch (DeadLetters.oldestFirst(filter)) {
            case DeadLetters.Asked.Bad bad ->
                    new DeadLetterList.Page.Bad(
                            new Problem(
                                    400,
                                    bad.code(),
                                    bad.detail(),
                                    Optional.of("/" + bad.parameter()),
                                    Map.of()));
            case DeadLetters.Asked.Good good ->
                    switch (actions.list(good.query(), Reach.EVERYWHERE)) {
                        case ActionQueries.Answer.Found found -> page(tree(found.body()));
                        case ActionQueries.Answer.NotFound _ ->
                                new DeadLetterList.Page.Found(List.of(), Optional.empty());
                        case ActionQueries.Answer.Unavailable why ->
                                throw new IllegalStateException(why.why());
                    };
        };
    }

    private static DeadLetterList.Page page(JsonNode page) {
        List<DeadLetterList.Dead> dead = new ArrayList<>();
        page.path("actions")
                .forEach(action ->
                        dead.add(
                                new DeadLetterList.Dead(
                                        new ActionId(action.path("actionId").asText()),
                                        action.path("status").asText())));
        return new DeadLetterList.Page.Found(
                dead, Optional.ofNullable(page.path("cursor").textValue()));
    }

    private static <T> CompletionStage<T> aside(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, VIRTUAL);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the view speaks JSON", e);
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("the view speaks JSON", e);
        }
    }
}
