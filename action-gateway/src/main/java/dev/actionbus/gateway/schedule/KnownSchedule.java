package dev.actionbus.gateway.schedule;

import dev.actionbus.event.ScheduleAdvanced;
import dev.actionbus.event.ScheduleDefined;
import java.time.Instant;
import java.util.Optional;

/**
 * What the topic says of a schedule.
 *
 * @param defined its newest version; empty: none yet
 * @param upTo firings until then have been asked for; empty: none
 */
record KnownSchedule(Optional<ScheduleDefined> defined, Optional<Instant> upTo) {

    static final KnownSchedule NOTHING = new KnownSchedule(Optional.empty(), Optional.empty());

    KnownSchedule with(ScheduleDefined newer) {
        boolean old = version() >= newer.getVersion();
        return old ? this : new KnownSchedule(Optional.of(newer), upTo);
    }

    KnownSchedule with(ScheduleAdvanced newer) {
        return new KnownSchedule(defined, Optional.of(newer.getUpTo()));
    }

    int version() {
        return defined.map(ScheduleDefined::getVersion).orElse(0);
    }

    boolean exists() {
        return defined.isPresent() && !defined.get().getRemoved();
    }

    Schedule read() {
        ScheduleDefined newest = defined.orElseThrow();
        return Schedule.read(newest.getName(), newest.getDefinition());
    }

    /** Firings after this have not been asked for. */
    Instant position() {
        return upTo.orElseGet(() -> defined.orElseThrow().getAt());
    }
}
