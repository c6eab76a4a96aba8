package dev.actionbus.ledger.turn;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whose turn is next: the highest priority first, then the tenant that holds the fewest turns, then
 * the one that got its last turn the longest ago, then the one that has waited longest. Kept in
 * memory, one entry for each tenant and priority that waits somewhere: it follows from the tenants'
 * rows and is made anew from them at a start. As rows of a log-structured store it would grow
 * slower with every entry taken off its front.
 */
final class WaitingOrder {

    /** A tenant whose actions wait, with one priority. */
    record Next(int priority, int running, long served, long from, String tenant) {}

    private static final Comparator<Next> ORDER =
            Comparator.comparingInt(Next::priority)
                    .reversed()
                    .thenComparingInt(Next::running)
                    .thenComparingLong(Next::served)
                    .thenComparingLong(Next::from)
                    .thenComparing(Next::tenant);

    private final Map<String, TreeSet<Next>> byLimit = new HashMap<>();

    /** A tenant's row has changed. */
    void change(String limit, String tenant, TenantRow before, TenantRow after) {
        if (before.queues().isEmpty() && after.queues().isEmpty()) {
            return;
        }
        TreeSet<Next> order = byLimit.computeIfAbsent(limit, it -> new TreeSet<>(ORDER));
        for (TenantRow.Queue queue : before.queues()) {
            order.remove(entry(tenant, before, queue));
        }
        for (TenantRow.Queue queue : after.queues()) {
            order.add(entry(tenant, after, queue));
        }
        if (order.isEmpty()) {
            byLimit.remove(limit);
        }
    }

    Optional<Next> first(String limit) {
        return Optional.ofNullable(byLimit.get(limit)).map(TreeSet::first);
    }

    private static Next entry(String tenant, TenantRow row, TenantRow.Queue queue) {
        return new Next(queue.priority(), row.running(), row.served(), queue.from(), tenant);
    }
}
