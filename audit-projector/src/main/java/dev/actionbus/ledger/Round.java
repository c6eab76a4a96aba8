package dev.actionbus.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which round of an action this is: each begins with an accepted request or an operator's order and
 * has one outcome. Attempts are counted through all rounds.
 *
 * @param number from 1
 * @param begunAt on the ledger's clock
 * @param spent how many of the attempts made so far do not count against what the policy allows
 * @param redriven whether an order put the action back; else a request was accepted
 * @param orders request ids of the newest orders it has obeyed, oldest first
 */
public record Round(
        int number, Instant begunAt, Spent spent, boolean redriven, List<String> orders) {

    /** An order that comes again after so many others is obeyed again. */
    private static final int ORDERS_KEPT = 16;

    public Round {
        orders = List.copyOf(orders);
    }

    /**
     * Attempts that do not count.
     *
     * @param before those of earlier rounds
     * @param lifted as many as operators have added
     */
    public record Spent(int before, int lifted) {}

    static Round first(Instant now) {
        return new Round(1, now, new Spent(0, 0), false, List.of());
    }

    /** Attempts that count, if this was the last one. */
    int counted(int attempt) {
        return attempt - spent.before() - spent.lifted();
    }

    /** One more attempt than the policy allows. */
    Round lift(String order) {
        return new Round(
                number,
                begunAt,
                new Spent(spent.before(), spent.lifted() + 1),
                redriven,
                and(orders, order));
    }

    Round obeyed(String order) {
        return new Round(number, begunAt, spent, redriven, and(orders, order));
    }

    static List<String> and(List<String> orders, String order) {
        List<String> all = new ArrayList<>(orders);
        all.add(order);
        return all.size() > ORDERS_KEPT ? all.subList(1, all.size()) : all;
    }
}
