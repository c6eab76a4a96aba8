package dev.actionbus.gateway;

import dev.actionbus.action.ActionId;
import dev.actionbus.client.Following;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to an action and what happens, every event once and in the order of the log. The
 * view says which events there are; the log itself only says when to look again, so that there is
 * no gap between what was and what comes. Asks for no more while the listener has not asked.
 */
public final class EventStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(10);
    private static final Duration SLOWEST_RETRY = Duration.ofMillis(500);

    /** Should a word of the log have been lost. */
    private static final Duration AT_LEAST = Duration.ofSeconds(5);

    private final BusAccess bus;
    private final ActionEvents view;
    private final ScheduledExecutorService timers;
    private final ActionId id;
    private final Request request;
    private final Listener listener;
    private @Nullable Following follower;
    private @Nullable ScheduledFuture<?> timer;
    private long told = ActionEvents.BEFORE_ALL;
    private long seen = ActionEvents.BEFORE_ALL;
    private boolean known;
    private boolean ended;
    private boolean isUpToDate;
    private boolean idle = true;
    private boolean closed;
    private Duration waited = Duration.ZERO;
    private Duration pause = FIRST_RETRY;

    /**
     * What is asked for.
     *
     * @param after only events behind this one; empty: all of them
     * @param follow goes on when the action has ended
     */
    public record Request(Optional<ActionEvents.Place> after, boolean follow) {}

    /** Is told, one call at a time. */
    public interface Listener {

        /** None: there are none yet. Call {@link EventStream#more} to get others. */
        void onEvents(List<ActionEvents.Event> events);

        /** Nothing follows. */
        void onEnd();

        /** Nothing was told, and nothing will be. */
        void onProblem(Problem problem);
    }

    EventStream(
            BusAccess bus,
            ActionEvents view,
            ScheduledExecutorService timers,
            ActionId id,
            Request request,
            Listener listener) {
        this.bus = bus;
        this.view = view;
        this.timers = timers;
        this.id = id;
        this.request = request;
        this.listener = listener;
    }

    /** Begins; the log is heard before the view is asked. */
    public synchronized void begin() {
        follower = bus.follow(id, this::noticed);
        more();
    }

    /** The listener is ready for more. */
    public synchronized void more() {
        if (idle && !closed) {
            idle = false;
            look();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        disarm();
        Following following = follower;
        if (following != null) {
            following.close();
        }
    }

    private synchronized void noticed(long offset) {
        seen = Math.max(seen, offset);
        if (timer != null && known) {
            disarm();
            pause = FIRST_RETRY;
            look();
        }
    }

    private synchronized void look() {
        timer = null;
        if (closed) {
            return;
        }
        try {
            var unused = view.after(id, told).whenComplete(this::answered);
        } catch (RuntimeException e) {
            answered(null, e);
        }
    }

    private synchronized void answered(
            ActionEvents.@Nullable Told answer, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (answer == null) {
            log.warn("the view did not answer: {}", String.valueOf(failure));
            unknown(Problem.viewUnavailable());
            return;
        }
        switch (answer) {
            case ActionEvents.Told.NoSuchAction _ -> unknown(Problem.actionNotFound());
            case ActionEvents.Told.Events some -> tell(some);
        }
    }

    /** The view may be younger than the action, or moving. */
    private void unknown(Problem problem) {
        if (known || waited.compareTo(ResultCall.PATIENCE_WITH_UNKNOWN) < 0) {
            again();
        } else {
            close();
            listener.onProblem(problem);
        }
    }

    private void tell(ActionEvents.Told.Events some) {
        boolean first = !known && !some.events().isEmpty();
        if (first && isElsewhere(some.events().getFirst())) {
            close();
            listener.onProblem(
                    Problem.of(
                            400,
                            "LAST_EVENT_ID_INVALID",
                            "the last event id is one of another action"));
            return;
        }
        some.events().forEach(this::pass);
        List<ActionEvents.Event> fresh = some.events().stream().filter(this::isAfter).toList();
        isUpToDate = !some.more() && seen <= told;
        boolean tells = first || !fresh.isEmpty();
        if (tells) {
            pause = FIRST_RETRY;
            idle = true;
            listener.onEvents(fresh);
        }
        if (ended && isUpToDate && !request.follow()) {
            close();
            listener.onEnd();
        } else if (!tells) {
            again();
        }
    }

    private void pass(ActionEvents.Event event) {
        known = true;
        told = event.place().offset();
        switch (event.type()) {
            case "ActionAccepted", "ActionRedriven", "RunResumed" -> ended = false;
            default -> ended |= event.isTerminal();
        }
    }

    private boolean isElsewhere(ActionEvents.Event event) {
        return request.after()
                .map(place -> place.partition() != event.place().partition())
                .orElse(false);
    }

    private boolean isAfter(ActionEvents.Event event) {
        return request.after().map(place -> event.place().offset() > place.offset()).orElse(true);
    }

    private void again() {
        if (timers.isShutdown()) {
            return;
        }
        Duration next = known && isUpToDate ? AT_LEAST : pause;
        waited = waited.plus(next);
        Duration slower = pause.multipliedBy(2);
        pause = slower.compareTo(SLOWEST_RETRY) > 0 ? SLOWEST_RETRY : slower;
        timer = timers.schedule(this::look, next.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        ScheduledFuture<?> armed = timer;
        if (armed != null) {
            armed.cancel(false);
        }
        timer = null;
    }
}
