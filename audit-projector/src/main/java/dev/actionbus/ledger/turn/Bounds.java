package dev.actionbus.ledger.turn;

import dev.actionbus.event.RateLimit;
import dev.actionbus.event.TurnAsked;

/**
 * What a limit allows. A limit of nothing would never let anybody pass, and is read as 1.
 *
 * @param permits turns at once; 0: not bounded
 * @param rate turns in any time of {@code perMillis}; 0: not bounded
 */
public record Bounds(int permits, int rate, long perMillis) {

    static Bounds of(TurnAsked ask) {
        int permits = ask.getConcurrency() == null ? 0 : Math.max(1, ask.getConcurrency());
        RateLimit rate = ask.getRate();
        return rate == null
                ? new Bounds(permits, 0, 0)
                : new Bounds(
                        permits, Math.max(1, rate.getPermits()), Math.max(1, rate.getPerMillis()));
    }

    /** Whether turns have to be given back. */
    boolean areHeld() {
        return permits > 0;
    }
}
