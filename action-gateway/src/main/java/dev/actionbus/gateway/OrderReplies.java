package dev.actionbus.gateway;

import dev.actionbus.action.Order;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What callers are told about their orders. */
final class OrderReplies {

    private OrderReplies() {}

    /**
     * @param instance path of the call
     * @param known where the action stands, if that was looked up
     */
    static Answer of(Order order, OrderVerdict verdict, Optional<String> known, String instance) {
        return switch (verdict) {
            case OrderVerdict.Done _ -> done(order, known, Map.of());
            case OrderVerdict.Repeated _ ->
                    done(order, known, Map.of("Idempotency-Replayed", "true"));
            case OrderVerdict.Pending _ -> json(202, order, "REQUESTED", Map.of());
            case OrderVerdict.Unsent _ -> Problem.busUnavailable().answer(instance);
            case OrderVerdict.Unknown _ -> Problem.outcomeUnknown().answer(instance);
            case OrderVerdict.Ignored ignored ->
                    ignored.status()
                            .map(status -> ignored(order, status, instance))
                            .orElseGet(() -> Problem.actionNotFound().answer(instance));
        };
    }

    private static Answer done(Order order, Optional<String> known, Map<String, String> more) {
        String status =
                known.orElseGet(() ->
                        switch (order.kind()) {
                            case CANCEL -> "CANCELLED";
                            case RETRY, REDRIVE -> "ADMITTED";
                            case RELEASE_KEY -> "RELEASED";
                            case RESUME, SIGNAL -> "RUNNING";
                        });
        return json(200, order, status, more);
    }

    /** Whoever orders what is so already has what he wants. */
    private static Answer ignored(Order order, String status, String instance) {
        boolean ended =
                switch (status) {
                    case "COMPLETED", "FAILED", "CANCELLED", "UNKNOWN" -> true;
                    default -> false;
                };
        return switch (order.kind()) {
            case CANCEL ->
                    status.equals("CANCELLED")
                            ? json(200, order, status, Map.of())
                            : conflict("ALREADY_TERMINAL", "it has ended", status, instance);
            case RETRY ->
                    ended
                            ? conflict("ALREADY_TERMINAL", "it has ended", status, instance)
                            : conflict("NOT_WAITING", "it waits for no retry", status, instance);
            case REDRIVE -> {
                if (!ended) {
                    yield conflict("NOT_ENDED", "it has not ended", status, instance);
                }
                yield status.equals("COMPLETED")
                        ? conflict("NOT_DEAD", "it needs no redrive", status, instance)
                        : conflict("KEY_RELEASED", "its key was released", status, instance);
            }
            case RELEASE_KEY ->
                    ended
                            ? json(200, order, status, Map.of())
                            : conflict("NOT_ENDED", "it has not ended", status, instance);
            case RESUME ->
                    ended
                            ? conflict("NOT_RESUMABLE", "it can not go on", status, instance)
                            : conflict("NOT_ENDED", "it has not ended", status, instance);
            case SIGNAL ->
                    ended
                            ? conflict("ALREADY_TERMINAL", "it has ended", status, instance)
                            : conflict("NOT_WAITING", "no step waits for it", status, instance);
        };
    }

    private static Answer conflict(String code, String why, String status, String instance) {
        return Problem.of(409, code, why + ": the action is " + status).answer(instance);
    }

    private static Answer json(int code, Order order, String status, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Location", ActionGateway.ACTIONS + "/" + order.actionId().value());
        JsonText json =
                OutcomeJson.running(order.actionId(), status).field("requestId", order.requestId());
        return new Answer(code, headers, json.end());
    }
}
