package dev.actionbus.gateway;

import dev.actionbus.action.Order;
import java.util.Map;
import java.util.Optional;

/** How many of the orders of one call came to what. */
final class RedriveCounts {

    private int repeated;
    private int redriven;
    private int retried;
    private int ignored;
    private int unanswered;

    void add(Order.Kind kind, OrderVerdict verdict) {
        switch (verdict) {
            case OrderVerdict.Repeated _ -> repeated++;
            case OrderVerdict.Done _ -> {
                if (kind == Order.Kind.RETRY) {
                    retried++;
                } else {
                    redriven++;
                }
            }
            case OrderVerdict.Ignored _ -> ignored++;
            case OrderVerdict.Pending _, OrderVerdict.Unsent _, OrderVerdict.Unknown _ ->
                    unanswered++;
        }
    }

    /**
     * @param cursor where the next page begins
     */
    Answer answer(Optional<String> cursor) {
        if (unanswered > 0 && redriven + retried + ignored + repeated == 0) {
            return Problem.outcomeUnknown().answer(GiveOrders.DEAD_LETTERS);
        }
        JsonText json =
                new JsonText()
                        .field("redriven", redriven)
                        .field("retried", retried)
                        .field("repeated", repeated)
                        .field("ignored", ignored)
                        .field("unanswered", unanswered)
                        .field("more", cursor.isPresent());
        cursor.ifPresent(next -> json.field("cursor", next));
        return new Answer(200, Map.of("Content-Type", "application/json"), json.end());
    }
}
