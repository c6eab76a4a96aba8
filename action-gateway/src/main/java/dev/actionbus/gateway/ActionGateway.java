package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Order;
import dev.actionbus.client.ActionBus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Submits actions, gives orders about them and tells how they stand, without a thread per caller.
 * Answers:
 *
 * <ul>
 *   <li>202 as soon as the ledger has admitted the action; {@code REQUESTED} when Kafka has the
 *       request but the ledger said nothing for 5 s;
 *   <li>200 when it ended in time, also when it failed: a failed action is no HTTP error;
 *   <li>422 and 400 when the ledger refused the request, 400 when its params will not do;
 *   <li>503 {@code BUS_UNAVAILABLE} when nothing was written, {@code OUTCOME_UNKNOWN} when nobody
 *       can say: retry with the same key.
 * </ul>
 *
 * <p>A caller who went away cancels the future; nothing stays behind. Thread-safe.
 */
public final class ActionGateway implements AutoCloseable {

    static final String ACTIONS = "/v1/actions";

    private static final int MOST_ASIDE = 1024;

    private final BusAccess bus;
    private final Views views;
    private final BusGate gate;
    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor aside;
    private final GiveOrders orders;
    private final PayloadDesk desk;

    /** The bus and the desk stay the caller's to close, after the gateway. */
    public ActionGateway(ActionBus bus, Views views, PayloadDesk desk) {
        this(BusAccess.of(bus), views, desk, System::nanoTime);
    }

    ActionGateway(BusAccess bus, Views views, PayloadDesk desk, LongSupplier nanos) {
        this.bus = bus;
        this.views = views;
        this.desk = desk;
        gate = new BusGate(nanos);
        timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("gateway-timers").factory());
        timers.setRemoveOnCancelPolicy(true);
        aside =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(MOST_ASIDE),
                        Thread.ofPlatform().daemon().name("gateway-aside").factory());
        orders = new GiveOrders(bus, gate, timers, aside, views);
    }

    /**
     * @param wait for an outcome; zero: answer once the ledger has decided
     */
    public CompletableFuture<Answer> submit(ActionRequest request, Duration wait) {
        return desk.take(request, ready -> write(ready, wait));
    }

    private CompletableFuture<Answer> write(ActionRequest request, Duration wait) {
        BusGate.Passage passage = gate.ask();
        if (passage == BusGate.Passage.CLOSED) {
            return CompletableFuture.completedFuture(Problem.busUnavailable().answer(ACTIONS));
        }
        SubmitCall call = new SubmitCall(bus, gate, timers, desk, request, wait);
        if (passage == BusGate.Passage.INLINE) {
            call.run();
        } else {
            try {
                aside.execute(call);
            } catch (RejectedExecutionException e) {
                call.refuse(Problem.busUnavailable());
            }
        }
        return call.answer();
    }

    /**
     * How an action ended: 200, or 202 while it has not, or 404.
     *
     * @param wait for its end
     */
    public CompletableFuture<Answer> result(ActionId id, Duration wait) {
        ResultCall call = new ResultCall(views.actions(), timers, desk, id, wait);
        call.start(bus.watch(id));
        return call.answer();
    }

    /**
     * Gives an order. Answers 200 once it is carried out, 202 when Kafka has it and the ledger said
     * nothing for 5 s, 409 when it does not fit where the action stands, 404 when there is none.
     *
     * @param instance path of the call
     */
    public CompletableFuture<Answer> order(
            Order.Kind kind, ActionId id, OrderHead head, String instance) {
        return orders.one(head.order(kind, id), head, instance);
    }

    /** The same with what the order says besides. */
    public CompletableFuture<Answer> order(
            Order.Kind kind, ActionId id, Order.Detail detail, OrderHead head, String instance) {
        return orders.one(head.order(kind, id, detail), head, instance);
    }

    /** Redrives a page of dead letters, oldest first, and counts what came of it. */
    public CompletableFuture<Answer> redrive(Map<String, List<String>> filter, OrderHead head) {
        return orders.redrive(filter, head);
    }

    /**
     * What happened to an action, and what happens from now on. Begin it, and close it when it is
     * not needed any more.
     */
    public EventStream events(
            ActionId id, EventStream.Request request, EventStream.Listener listener) {
        return new EventStream(bus, views.events(), timers, id, request, listener);
    }

    int timersArmed() {
        return timers.getQueue().size();
    }

    @Override
    public void close() {
        var unused = timers.shutdownNow();
        var unusedCalls = aside.shutdownNow();
    }
}
