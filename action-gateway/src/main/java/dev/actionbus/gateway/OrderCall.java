package dev.actionbus.gateway;

import dev.actionbus.action.Order;
import dev.actionbus.client.SentOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One order, from the write to the ledger's answer, or to the end of the patience with it. */
final class OrderCall implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(OrderCall.class);

    private final BusAccess bus;
    private final BusGate gate;
    private final Order order;
    private final CompletableFuture<OrderVerdict> verdict = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable SentOrder sent;

    OrderCall(BusAccess bus, BusGate gate, ScheduledExecutorService timers, Order order) {
        this.bus = bus;
        this.gate = gate;
        this.order = order;
        ScheduledFuture<?> overdue =
                timers.schedule(
                        this::onOverdue, SubmitCall.DECISION.toNanos(), TimeUnit.NANOSECONDS);
        var unused =
                verdict.whenComplete((done, failure) -> {
                    overdue.cancel(false);
                    letGo();
                });
    }

    CompletableFuture<OrderVerdict> verdict() {
        return verdict;
    }

    Order order() {
        return order;
    }

    void refuse() {
        verdict.complete(new OrderVerdict.Unsent());
    }

    /** Writes the order. The caller may have given up while this waited for its thread. */
    @Override
    public void run() {
        if (verdict.isDone() || !claimed.compareAndSet(false, true)) {
            return;
        }
        long bytes = order.reason().length();
        gate.entered(bytes);
        SentOrder made;
        try {
            made = bus.order(order);
        } catch (RuntimeException e) {
            log.warn("an order could not be written: {}", e.toString());
            gate.left(bytes);
            gate.silent();
            refuse();
            return;
        }
        sent = made;
        var unusedAck =
                made.acknowledged()
                        .whenComplete((done, failure) -> {
                            gate.left(bytes);
                            acknowledged(failure);
                        });
        var unusedAnswer =
                made.answer()
                        .whenComplete((answer, failure) -> {
                            if (answer != null) {
                                verdict.complete(OrderVerdict.of(answer));
                            } else {
                                verdict.complete(new OrderVerdict.Unknown());
                            }
                        });
        if (verdict.isDone()) {
            letGo();
        }
    }

    private void acknowledged(@Nullable Throwable failure) {
        if (failure == null) {
            gate.answered();
        } else {
            gate.silent();
            verdict.complete(new OrderVerdict.Unknown());
        }
    }

    private void onOverdue() {
        SentOrder made = sent;
        if (made != null && made.acknowledged().isDone()) {
            verdict.complete(new OrderVerdict.Pending());
        } else if (made == null && claimed.compareAndSet(false, true)) {
            // From here on it will not be written either.
            gate.silent();
            refuse();
        } else {
            gate.silent();
            verdict.complete(new OrderVerdict.Unknown());
        }
    }

    private void letGo() {
        SentOrder made = sent;
        if (made != null) {
            made.answer().cancel(false);
        }
    }
}
