package dev.actionbus.ledger.turn;

import dev.actionbus.event.RateLimit;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnReturned;
import java.time.Instant;

/** Records that ask for turns and give them back. */
final class Asks {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Asks() {}

    static TurnAsked ask(String limit, String id, int permits) {
        return ask(limit, id, permits, "default", 0);
    }

    static TurnAsked ask(String limit, String id, int permits, String tenant, int priority) {
        return new TurnAsked(id, 1, limit, permits, null, tenant, priority, START);
    }

    static TurnAsked rated(String limit, String id, int permits, long perMillis) {
        return new TurnAsked(
                id, 1, limit, null, new RateLimit(permits, perMillis, null), "default", 0, START);
    }

    static TurnAsked attempt(int attempt, TurnAsked ask) {
        return new TurnAsked(
                ask.getActionId(),
                attempt,
                ask.getLimit(),
                ask.getConcurrency(),
                ask.getRate(),
                ask.getTenant(),
                ask.getPriority(),
                START);
    }

    static TurnReturned back(String limit, String id) {
        return back(limit, id, 1);
    }

    static TurnReturned back(String limit, String id, int attempt) {
        return new TurnReturned(id, attempt, limit, START);
    }
}
