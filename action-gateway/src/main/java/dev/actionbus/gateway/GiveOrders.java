package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives orders to the ledger: one, or one for each of a page of dead letters, in the order in which
 * the actions were admitted. The ledger carries an order out once, however often it is given: one
 * that has a name of the caller's and was carried out before is answered as done.
 */
final class GiveOrders {

    static final String DEAD_LETTERS = "/v1/dead-letters:redrive";

    private static final Logger log = LoggerFactory.getLogger(GiveOrders.class);

    private final BusAccess bus;
    private final BusGate gate;
    private final ScheduledExecutorService timers;
    private final Executor aside;
    private final Views views;

    GiveOrders(
            BusAccess bus,
            BusGate gate,
            ScheduledExecutorService timers,
            Executor aside,
            Views views) {
        this.bus = bus;
        this.gate = gate;
        this.timers = timers;
        this.aside = aside;
        this.views = views;
    }

    CompletableFuture<Answer> one(Order order, OrderHead head, String instance) {
        ActionId id = order.actionId();
        return give(List.of(order), head)
                .getFirst()
                .thenCompose(verdict -> onView(order, verdict))
                .thenCompose(verdict -> {
                    boolean looks =
                            verdict instanceof OrderVerdict.Repeated
                                    || (verdict instanceof OrderVerdict.Done
                                            && order.kind() == Order.Kind.RELEASE_KEY);
                    return (looks ? standing(id) : nothing())
                            .thenApply(known -> OrderReplies.of(order, verdict, known, instance));
                })
                .exceptionally(failure -> viewIsSilent(failure, instance));
    }

    /** A page of dead letters: those that are paused are retried, the others redriven. */
    CompletableFuture<Answer> redrive(Map<String, List<String>> filter, OrderHead head) {
        return views.deadLetters()
                .page(filter)
                .toCompletableFuture()
                .thenCompose(page ->
                        switch (page) {
                            case DeadLetterList.Page.Bad bad ->
                                    CompletableFuture.completedFuture(
                                            bad.problem().answer(DEAD_LETTERS));
                            case DeadLetterList.Page.Found found -> redrive(found, head);
                        })
                .exceptionally(failure -> viewIsSilent(failure, DEAD_LETTERS));
    }

    private CompletableFuture<Answer> redrive(DeadLetterList.Page.Found page, OrderHead head) {
        List<Order> orders =
                page.dead().stream()
                        .map(dead -> head.order(kind(dead.status()), dead.actionId()))
                        .toList();
        List<CompletableFuture<OrderVerdict>> verdicts = give(orders, head);
        return CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new))
                .thenApply(_ -> {
                    RedriveCounts counts = new RedriveCounts();
                    for (int i = 0; i < orders.size(); i++) {
                        counts.add(orders.get(i).kind(), verdicts.get(i).join());
                    }
                    return counts.answer(page.cursor());
                });
    }

    private static Order.Kind kind(String status) {
        return status.equals("PAUSED") ? Order.Kind.RETRY : Order.Kind.REDRIVE;
    }

    /**
     * All of them by one thread, so that none overtakes another. Never by the caller's: that
     * requests are acknowledged does not say that the producer knows the topic of orders.
     */
    private List<CompletableFuture<OrderVerdict>> give(List<Order> orders, OrderHead head) {
        List<OrderCall> calls =
                orders.stream().map(order -> new OrderCall(bus, gate, timers, order)).toList();
        if (gate.ask() == BusGate.Passage.CLOSED) {
            calls.forEach(OrderCall::refuse);
        } else {
            try {
                aside.execute(() -> calls.forEach(OrderCall::run));
            } catch (RejectedExecutionException e) {
                calls.forEach(OrderCall::refuse);
            }
        }
        return calls.stream()
                .map(call ->
                        call.verdict().thenCompose(verdict -> weigh(head, call.order(), verdict)))
                .toList();
    }

    /** An order with a name that the ledger has ignored may be one that it has carried out. */
    private CompletableFuture<OrderVerdict> weigh(
            OrderHead head, Order order, OrderVerdict verdict) {
        if (head.key().isEmpty() || !(verdict instanceof OrderVerdict.Ignored)) {
            return CompletableFuture.completedFuture(verdict);
        }
        return new FindOrder(views.events(), timers, order)
                .run()
                .thenApply(found -> found ? new OrderVerdict.Repeated() : verdict);
    }

    /** Whoever asks next how it ended must not be told of the round before. */
    private CompletableFuture<OrderVerdict> onView(Order order, OrderVerdict verdict) {
        boolean beginsRound =
                switch (order.kind()) {
                    case REDRIVE, RESUME -> verdict instanceof OrderVerdict.Done;
                    case CANCEL, RETRY, RELEASE_KEY, SIGNAL -> false;
                };
        return beginsRound
                ? new FindOrder(views.events(), timers, order).run().handle((_, _) -> verdict)
                : CompletableFuture.completedFuture(verdict);
    }

    private CompletableFuture<Optional<String>> standing(ActionId id) {
        return views.actions()
                .find(id)
                .toCompletableFuture()
                .thenApply(found -> found.map(LookedUp::status));
    }

    private static CompletableFuture<Optional<String>> nothing() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static Answer viewIsSilent(Throwable failure, String instance) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        log.warn("the view did not answer: {}", String.valueOf(cause));
        return Problem.viewUnavailable().answer(instance);
    }
}
