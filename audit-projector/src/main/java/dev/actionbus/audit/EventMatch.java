package dev.actionbus.audit;

import dev.actionbus.audit.FoundEvents.Found;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which events of a partition a question asks for. For one question; keeps what it has learned. */
final class EventMatch {

    private static final int CHUNK = 64;

    private final PartitionLog log;
    private final EventQuery query;
    private final Map<String, Known> actions = new HashMap<>();

    /**
     * An action.
     *
     * @param asked its events are asked for
     */
    private record Known(Optional<String> name, boolean asked) {}

    EventMatch(PartitionLog log, EventQuery query) {
        this.log = log;
        this.query = query;
    }

    Optional<Found> of(long ordinal, EventRecord event) {
        EventPlace place = EventPlace.of(ordinal, event);
        if (!query.covers(log.partition(), place) || !isOfType(event)) {
            return Optional.empty();
        }
        return PartitionLog.actionId(event)
                .map(id -> actions.computeIfAbsent(id, this::learn))
                .or(() -> Optional.of(new Known(Optional.empty(), query.filter().isAll())))
                .filter(Known::asked)
                .map(action -> new Found(place, event, action.name()));
    }

    private boolean isOfType(EventRecord event) {
        return query.types().isEmpty()
                || query.types().contains(EventType.of(log.codec(), event.value()));
    }

    private Known learn(String actionId) {
        return log.find(actionId)
                .map(view -> {
                    ActionRequested request = view.accepted().getRequest();
                    return new Known(
                            Optional.of(request.getIntent().getName()),
                            query.filter().matches(request, () -> status(view)));
                })
                .orElseGet(() -> new Known(Optional.empty(), query.filter().isAll()));
    }

    /** How an action stood: as it stands, unless that came of events behind the end. */
    private ActionStatus status(ActionView now) {
        if (query.asOf().isEmpty()) {
            return now.progress().getStatus();
        }
        AsOf end = query.asOf().get();
        List<EventPlace> all = log.places(now.actionId(), 0, Long.MAX_VALUE);
        List<EventPlace> then =
                all.stream().filter(place -> end.covers(log.partition(), place)).toList();
        return then.size() == all.size()
                ? now.progress().getStatus()
                : lastSaid(ActionHistory.begin(now.accepted()), then);
    }

    /** What the last of these events says that says anything; read from behind, a few at a time. */
    private ActionStatus lastSaid(ActionProgress begin, List<EventPlace> places) {
        for (int to = places.size(); to > 0; to -= CHUNK) {
            List<EventPlace> chunk = places.subList(Math.max(0, to - CHUNK), to);
            for (EventRecord event : log.records(chunk).reversed()) {
                ActionProgress after =
                        log.codec().decode(event.value(), Contract.EVENTS)
                                        instanceof Decoded.Readable it
                                ? ActionHistory.next(begin, it.value())
                                : begin;
                if (!after.equals(begin)) {
                    return after.getStatus();
                }
            }
        }
        return begin.getStatus();
    }
}
