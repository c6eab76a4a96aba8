package dev.actionbus.gateway.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Order;
import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.OrderJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;

/** Orders as they were read, and what becomes of them. */
final class OrderAnswers {

    private OrderAnswers() {}

    /**
     * Gives an order, if it is one.
     *
     * @param here path of the call
     */
    static Uni<Response> of(
            ActionGateway gateway,
            Order.Kind kind,
            OrderJson.Parsed<ActionId> parsed,
            String here) {
        return switch (parsed) {
            case OrderJson.Parsed.Good<ActionId> good ->
                    of(gateway.order(kind, good.rest(), good.head(), here));
            case OrderJson.Parsed.Bad<ActionId> bad -> of(bad.problem().answer(here));
        };
    }

    static Uni<Response> of(CompletableFuture<Answer> answer) {
        return Uni.createFrom().completionStage(answer).map(AnswerResponse::of);
    }

    static Uni<Response> of(Answer answer) {
        return Uni.createFrom().item(AnswerResponse.of(answer));
    }
}
