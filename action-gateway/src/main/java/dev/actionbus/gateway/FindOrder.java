package dev.actionbus.gateway;

import dev.actionbus.action.Order;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks through an action's events for the one that carried an order out. What the ledger has just
 * answered is on the log, that event or one behind it: until the view knows so much it is asked
 * again.
 */
final class FindOrder {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_PAUSES = 40;

    private final ActionEvents view;
    private final ScheduledExecutorService timers;
    private final Order order;
    private final CompletableFuture<Boolean> carriedOut = new CompletableFuture<>();

    FindOrder(ActionEvents view, ScheduledExecutorService timers, Order order) {
        this.view = view;
        this.timers = timers;
        this.order = order;
    }

    /** Whether it was carried out. */
    CompletableFuture<Boolean> run() {
        look(ActionEvents.BEFORE_ALL, 0);
        return carriedOut;
    }

    private void look(long behind, int pauses) {
        var unused =
                view.after(order.actionId(), behind)
                        .whenComplete((told, failure) -> {
                            if (failure == null) {
                                weigh(told, behind, pauses);
                            } else {
                                carriedOut.completeExceptionally(failure);
                            }
                        });
    }

    private void weigh(ActionEvents.Told told, long behind, int pauses) {
        List<ActionEvents.Event> events =
                switch (told) {
                    case ActionEvents.Told.Events some -> some.events();
                    case ActionEvents.Told.NoSuchAction _ -> List.of();
                };
        for (ActionEvents.Event event : events) {
            if (event.requestId().equals(order.requestId())) {
                carriedOut.complete(!event.type().equals("ControlIgnored"));
                return;
            }
        }
        long last = events.isEmpty() ? behind : events.getLast().place().offset();
        if (told instanceof ActionEvents.Told.Events some && some.more()) {
            look(last, pauses);
        } else if (pauses < MOST_PAUSES && !timers.isShutdown()) {
            var unused =
                    timers.schedule(
                            () -> look(last, pauses + 1), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            carriedOut.complete(false);
        }
    }
}
